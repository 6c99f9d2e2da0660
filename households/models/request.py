"""Requests of households: to be reviewed, to leave the lists, to be confirmed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from households.choices import OPEN_REQUESTS, RequestKind, RequestStatus
from households.models.household import Household
from households.models.review import Review


class ReviewRequest(models.Model):
    """A paper request taken in at the commune's counter, with its receipt.

    `number` counts the commune's requests of a year; `quick_pass` is the result of
    Phiếu A, unknown until it was filled in.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="requests"
    )
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    kind = models.CharField("loại giấy", max_length=8, choices=RequestKind.choices)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số biên nhận")
    applicant = models.CharField("người đề nghị", max_length=120)
    reason = models.CharField("lý do đề nghị", max_length=300, blank=True)
    received_on = models.DateField("ngày nhận")
    appointment_on = models.DateField("ngày hẹn trả kết quả")
    quick_pass = models.BooleanField("đạt Phiếu A", null=True, blank=True)
    status = models.CharField(
        "tình trạng",
        max_length=8,
        choices=RequestStatus.choices,
        default=RequestStatus.RECEIVED,
    )
    answer = models.CharField("trả lời", max_length=300, blank=True)
    closed_on = models.DateField("ngày trả lời", null=True, blank=True)
    review = models.ForeignKey(
        Review, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "giấy đề nghị"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="reviewrequest_kind_is_known",
                condition=Q(kind__in=RequestKind.values),
                violation_error_code="reviewrequest_kind_is_known",
                violation_error_message="Loại giấy đề nghị không hợp lệ.",
            ),
            models.CheckConstraint(
                name="reviewrequest_status_is_known",
                condition=Q(status__in=RequestStatus.values),
                violation_error_code="reviewrequest_status_is_known",
                violation_error_message="Tình trạng giấy đề nghị không hợp lệ.",
            ),
            models.CheckConstraint(
                name="reviewrequest_refusal_has_its_reason",
                condition=~Q(status=RequestStatus.REFUSED) | ~Q(answer=""),
                violation_error_code="reviewrequest_refusal_has_its_reason",
                violation_error_message="Không nhận thì phải ghi rõ lý do.",
            ),
            models.CheckConstraint(
                name="reviewrequest_closed_has_its_day",
                condition=Q(status__in=OPEN_REQUESTS, closed_on__isnull=True)
                | (~Q(status__in=OPEN_REQUESTS) & Q(closed_on__isnull=False)),
                violation_error_code="reviewrequest_closed_has_its_day",
                violation_error_message="Giấy đã trả lời phải có ngày trả lời.",
            ),
            models.CheckConstraint(
                name="reviewrequest_listed_has_its_form",
                condition=~Q(status=RequestStatus.LISTED) | Q(review__isnull=False),
                violation_error_code="reviewrequest_listed_has_its_form",
                violation_error_message="Giấy đã vào danh sách phải có phiếu của hộ.",
            ),
            models.CheckConstraint(
                name="reviewrequest_appointment_not_before_receipt",
                condition=Q(appointment_on__gte=F("received_on")),
                violation_error_code="reviewrequest_appointment_not_before_receipt",
                violation_error_message="Ngày hẹn không được trước ngày nhận.",
            ),
            models.UniqueConstraint(
                name="reviewrequest_number_once_a_year",
                fields=["commune", "year", "number"],
            ),
            models.UniqueConstraint(
                name="reviewrequest_one_open_per_household_and_kind",
                fields=["household", "kind"],
                condition=Q(status__in=OPEN_REQUESTS),
                violation_error_message="Hộ này đang có một giấy đề nghị cùng loại.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} số {self.number}/{self.year}"

    @property
    def receipt(self) -> str:
        """The receipt's number as printed."""
        return f"{self.number:03d}/{self.year}"
