"""Rounds, communes' work in them, and the form of each household."""

from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.dates import today
from core.ids import new_id
from households.choices import (
    Group,
    Klass,
    ListOrigin,
    ReviewStatus,
    RoundKind,
    RoundStatus,
)
from households.models.household import Household
from households.rules import MAX_POINTS, MAX_SIZE, MIN_SIZE


class Round(models.Model):
    """A round of reviews (đợt rà soát) in an area, under a standard and a procedure."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField("loại", max_length=10, choices=RoundKind.choices)
    month = models.PositiveSmallIntegerField("tháng", default=0)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    standard = models.CharField("chuẩn nghèo", max_length=20)
    procedure = models.CharField("quy trình", max_length=20)
    opens_on = models.DateField("từ ngày")
    closes_on = models.DateField("đến hết ngày")
    coming_standard = models.CharField(
        "chuẩn sắp áp dụng", max_length=20, blank=True, default="", db_default=""
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "đợt rà soát"
        constraints = [
            models.UniqueConstraint(
                name="round_once_per_area_and_time",
                fields=["area", "year", "kind", "month"],
                violation_error_message="Đợt rà soát này đã được mở.",
            ),
            models.CheckConstraint(
                name="round_kind_is_known",
                condition=Q(kind__in=RoundKind.values),
                violation_error_code="round_kind_is_known",
                violation_error_message="Loại đợt rà soát không hợp lệ.",
            ),
            models.CheckConstraint(
                name="round_month_only_off_cycle",
                condition=Q(kind=RoundKind.PERIODIC, month=0)
                | Q(kind=RoundKind.OFF_CYCLE, month__range=(1, 12)),
                violation_error_code="round_month_only_off_cycle",
                violation_error_message="Chỉ rà soát thường xuyên mới theo tháng.",
            ),
            models.CheckConstraint(
                name="round_closes_after_opening",
                condition=Q(closes_on__gt=F("opens_on")),
                violation_error_code="round_closes_after_opening",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"Rà soát {self.when} – {self.area}"

    @property
    def when(self) -> str:
        """Which round of which time, as titles say it."""
        if self.kind == RoundKind.OFF_CYCLE:
            return f"thường xuyên tháng {self.month}/{self.year}"
        return f"năm {self.year}"


@pghistory.track(model_name="CommuneRoundHistory")
class CommuneRound(models.Model):
    """One commune in a round: the only state machine of a round."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="communes")
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="rounds")
    area_path = models.CharField(max_length=80, db_index=True)
    status = models.CharField(
        "trạng thái",
        max_length=12,
        choices=RoundStatus.choices,
        default=RoundStatus.WAITING,
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    step_due_on = models.DateField("hạn của bước này", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "rà soát của xã"
        constraints = [
            models.UniqueConstraint(
                name="communeround_once_per_commune",
                fields=["round", "commune"],
                violation_error_message="Xã này đã có trong đợt rà soát.",
            ),
            models.CheckConstraint(
                name="communeround_status_is_known",
                condition=Q(status__in=RoundStatus.values),
                violation_error_code="communeround_status_is_known",
                violation_error_message="Trạng thái không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commune} – {self.round}"

    @property
    def listed(self) -> int:
        """Households on the list, where `with_progress` counted them."""
        return self._progress("listed")

    @property
    def done(self) -> int:
        """Finished forms of the list, where `with_progress` counted them."""
        return self._progress("done")

    @property
    def days_late(self) -> int:
        """Days since the step's deadline (or the round's) passed; 0 once recognised."""
        due = self.step_due_on or self.due_on
        closed = self.commune.valid_to is not None and self.commune.valid_to <= today()
        if due is None or closed or self.status == RoundStatus.RECOGNISED:
            return 0
        return max(0, (today() - due).days)

    @property
    def is_late(self) -> bool:
        """Whether the commune is behind its deadline."""
        return self.days_late > 0

    def _progress(self, name: str) -> int:
        counted: dict[str, int] = getattr(self, "progress", None) or {}
        return counted.get(name, 0)


class ReviewQuerySet(ScopedQuerySet):
    """Forms of a list."""

    def counting(self) -> Self:
        """Without households that ended or moved away: they no longer wait."""
        return self.filter(
            household__ended_on__isnull=True, household__commune=F("commune")
        )


@pghistory.track(model_name="ReviewHistory")
class Review(models.Model):
    """One household's form in a round. The answers name the standard's indicators."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    commune_round = models.ForeignKey(
        CommuneRound, on_delete=models.PROTECT, related_name="reviews"
    )
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="reviews"
    )
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    origin = models.CharField(
        "lý do có trong danh sách",
        max_length=10,
        choices=ListOrigin.choices,
        default=ListOrigin.MANAGED,
    )
    status = models.CharField(
        "tình trạng", max_length=5, choices=ReviewStatus.choices, default=ReviewStatus.TODO
    )
    class_before = models.CharField("diện năm trước", max_length=10, choices=Klass.choices)
    size = models.PositiveSmallIntegerField("số nhân khẩu")
    ethnic_minority = models.BooleanField("hộ dân tộc thiểu số", default=False)
    urban = models.BooleanField("khu vực thành thị", default=False)
    score_b1 = models.PositiveSmallIntegerField(
        "tổng điểm B1", null=True, blank=True, validators=[MaxValueValidator(MAX_POINTS)]
    )
    sheet = models.CharField(
        "bảng điểm B1", max_length=30, blank=True, default="", db_default=""
    )
    sheet_answers: Any = models.JSONField(
        "trả lời theo mục",
        default=dict,
        blank=True,
        db_default=models.Value({}, models.JSONField()),
    )
    deprivations: Any = ArrayField(
        models.CharField(max_length=30), default=list, blank=True
    )
    deprived_total = models.PositiveSmallIntegerField(
        "số chỉ số thiếu hụt theo danh sách", null=True, blank=True
    )
    suggestions: Any = models.JSONField("gợi ý từ nhân khẩu", default=dict, blank=True)
    causes: Any = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    groups: Any = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, db_default="{}"
    )
    needs: Any = ArrayField(
        models.CharField(max_length=20), default=list, blank=True, db_default="{}"
    )
    wishes = models.CharField("nguyện vọng", max_length=400, blank=True)
    klass = models.CharField("kết quả", max_length=10, choices=Klass.choices, blank=True)
    explanation = models.CharField("giải thích", max_length=200, blank=True)
    average_confirmed = models.BooleanField(
        "xác nhận làm nông nghiệp, mức sống trung bình", default=False, db_default=False
    )
    coming_klass = models.CharField(
        "theo chuẩn sắp áp dụng",
        max_length=10,
        choices=Klass.choices,
        blank=True,
        default="",
        db_default="",
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu rà soát"
        constraints = [
            models.UniqueConstraint(
                name="review_one_per_household_and_round",
                fields=["household", "commune_round"],
                violation_error_message="Hộ này đã có trong danh sách rà soát.",
            ),
            models.CheckConstraint(
                name="review_status_is_known",
                condition=Q(status__in=ReviewStatus.values),
                violation_error_code="review_status_is_known",
                violation_error_message="Tình trạng phiếu không hợp lệ.",
            ),
            models.CheckConstraint(
                name="review_class_is_known",
                condition=Q(klass__in=[*Klass.values, ""]),
                violation_error_code="review_class_is_known",
                violation_error_message="Kết quả phân loại không hợp lệ.",
            ),
            models.CheckConstraint(
                name="review_done_has_score_and_class",
                condition=~Q(status=ReviewStatus.DONE)
                | (Q(score_b1__isnull=False) & ~Q(klass="")),
                violation_error_code="review_done_has_score_and_class",
                violation_error_message="Phiếu hoàn thành phải có tổng điểm B1 và kết quả.",
            ),
            models.CheckConstraint(
                name="review_score_at_most_999",
                condition=Q(score_b1__isnull=True) | Q(score_b1__lte=MAX_POINTS),
                violation_error_code="review_score_at_most_999",
                violation_error_message=f"Tổng điểm B1 phải từ 0 đến {MAX_POINTS}.",
            ),
            models.CheckConstraint(
                name="review_total_only_without_indicators",
                condition=Q(deprived_total__isnull=True) | Q(deprivations=[]),
                violation_error_code="review_total_only_without_indicators",
                violation_error_message="Đã đánh dấu từng chỉ số thì không ghi tổng số.",
            ),
            models.CheckConstraint(
                name="review_groups_are_known",
                condition=Q(groups__contained_by=Group.values),
                violation_error_code="review_groups_are_known",
                violation_error_message="Nhóm hộ không hợp lệ.",
            ),
            models.CheckConstraint(
                name="review_size_between_1_and_50",
                condition=Q(size__range=(MIN_SIZE, MAX_SIZE)),
                violation_error_code="review_size_between_1_and_50",
                violation_error_message=f"Số nhân khẩu phải từ {MIN_SIZE} đến {MAX_SIZE}.",
            ),
        ]
        indexes = [
            models.Index(
                name="review_path", fields=["area_path"], opclasses=["text_pattern_ops"]
            ),
            models.Index(name="review_round_status", fields=["commune_round", "status"]),
        ]

    def __str__(self) -> str:
        return f"{self.household} – {self.get_status_display()}"

    @property
    def before_label(self) -> str:
        """Last year's class in words; a household on no list before is a new one."""
        if self.class_before == Klass.NOT_POOR and self.origin != ListOrigin.MANAGED:
            return "chưa có trong danh sách"
        return str(self.get_class_before_display())

    @property
    def deprived(self) -> int:
        """How many indicators are lacking: those marked, else the total of a list."""
        return len(self.deprivations) or self.deprived_total or 0
