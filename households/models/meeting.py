"""What a commune does in public: village meetings, postings, objections, re-checks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from households.choices import ObjectionStatus
from households.models.review import CommuneRound, Review
from office.models import APPEND_ONLY


class VillageMeeting(models.Model):
    """A village's meeting about its list. Rows are only added: the last one counts."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    commune_round = models.ForeignKey(
        CommuneRound, on_delete=models.PROTECT, related_name="meetings"
    )
    village = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area_path = models.CharField(max_length=80, db_index=True)
    held_on = models.DateField("ngày họp")
    chair = models.CharField("chủ trì (trưởng thôn)", max_length=120)
    secretary = models.CharField("thư ký", max_length=120, blank=True)
    present = models.PositiveSmallIntegerField("số người dự họp")
    agreeing = models.PositiveSmallIntegerField("số người đồng ý")
    agreed = models.BooleanField("đạt tỷ lệ đồng ý")
    note = models.CharField("ý kiến tại cuộc họp", max_length=600, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "cuộc họp thôn"
        ordering = ["pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="villagemeeting_somebody_present",
                condition=Q(present__gt=0),
                violation_error_code="villagemeeting_somebody_present",
                violation_error_message="Số người dự họp phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                name="villagemeeting_agreeing_at_most_present",
                condition=Q(agreeing__lte=F("present")),
                violation_error_code="villagemeeting_agreeing_at_most_present",
                violation_error_message="Số người đồng ý không được lớn hơn số người dự.",
            ),
        ]

    def __str__(self) -> str:
        return f"Họp {self.village or self.commune_round.commune} {self.held_on:%d/%m/%Y}"


class Posting(models.Model):
    """The commune's list hanging in public, from its day to the end of the last."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    commune_round = models.ForeignKey(
        CommuneRound, on_delete=models.PROTECT, related_name="postings"
    )
    area_path = models.CharField(max_length=80, db_index=True)
    posted_on = models.DateField("niêm yết từ ngày")
    ends_on = models.DateField("đến hết ngày")
    places = models.CharField("nơi niêm yết", max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "niêm yết"
        ordering = ["pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="posting_ends_not_before_start",
                condition=Q(ends_on__gte=F("posted_on")),
                violation_error_code="posting_ends_not_before_start",
                violation_error_message="Ngày kết thúc niêm yết phải sau ngày bắt đầu.",
            )
        ]

    def __str__(self) -> str:
        return f"Niêm yết {self.posted_on:%d/%m/%Y} – {self.ends_on:%d/%m/%Y}"


class Objection(models.Model):
    """Somebody disagrees with a household's result on the posted list."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    commune_round = models.ForeignKey(
        CommuneRound, on_delete=models.PROTECT, related_name="objections"
    )
    area_path = models.CharField(max_length=80, db_index=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="objections")
    by_name = models.CharField("người có ý kiến", max_length=120)
    content = models.CharField("nội dung", max_length=600)
    received_on = models.DateField("ngày nhận")
    due_on = models.DateField("hạn trả lời")
    status = models.CharField(
        "tình trạng",
        max_length=8,
        choices=ObjectionStatus.choices,
        default=ObjectionStatus.OPEN,
    )
    answer = models.CharField("kết quả phúc tra", max_length=600, blank=True)
    answered_on = models.DateField("ngày trả lời", null=True, blank=True)
    answered_at = models.DateTimeField("ghi trả lời lúc", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "ý kiến của người dân"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="objection_status_is_known",
                condition=Q(status__in=ObjectionStatus.values),
                violation_error_code="objection_status_is_known",
                violation_error_message="Tình trạng ý kiến không hợp lệ.",
            ),
            models.CheckConstraint(
                name="objection_answered_has_day_and_answer",
                condition=Q(status=ObjectionStatus.OPEN, answered_on__isnull=True)
                | (
                    ~Q(status=ObjectionStatus.OPEN)
                    & Q(answered_on__isnull=False)
                    & ~Q(answer="")
                ),
                violation_error_code="objection_answered_has_day_and_answer",
                violation_error_message="Trả lời ý kiến phải có ngày và nội dung.",
            ),
            models.UniqueConstraint(
                name="objection_one_open_per_review",
                fields=["review"],
                condition=Q(status=ObjectionStatus.OPEN),
                violation_error_message="Hộ này đang có một ý kiến chưa trả lời.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.review.household}"


class Recheck(models.Model):
    """The superior looked at one household of a submitted list again."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="rechecks")
    area_path = models.CharField(max_length=80, db_index=True)
    day = models.DateField("ngày phúc tra")
    agrees = models.BooleanField("kết quả của xã đúng")
    finding = models.CharField("nhận xét", max_length=600, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "phúc tra mẫu"
        ordering = ["pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="recheck_disagreement_is_explained",
                condition=Q(agrees=True) | ~Q(finding=""),
                violation_error_code="recheck_disagreement_is_explained",
                violation_error_message="Hãy ghi rõ điểm chưa đúng khi phúc tra.",
            )
        ]

    def __str__(self) -> str:
        return f"Phúc tra {self.review.household}"
