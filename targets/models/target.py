"""Indicators and the values that plans set for them."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Agency
from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from core.numbers import show_plain
from office.models import Document
from targets.choices import (
    TABLE_KINDS,
    Aggregation,
    Base,
    Operator,
    Region,
    Source,
    TargetKind,
    TargetStatus,
)
from targets.models.plan import Plan
from targets.rules import Line


class Indicator(models.Model):
    """What a target counts: unit, how its value is formed, whose it is."""

    code = models.CharField("mã", max_length=40, unique=True)
    name = models.CharField("tên", max_length=200)
    unit = models.CharField("đơn vị", max_length=40)
    aggregation = models.CharField("cách tính", max_length=16, choices=Aggregation.choices)
    population = models.CharField("phạm vi", max_length=120, blank=True)
    numerator = models.CharField("tử số", max_length=200, blank=True)
    denominator = models.CharField("mẫu số", max_length=200, blank=True)
    reference_year = models.PositiveSmallIntegerField("năm gốc", null=True, blank=True)
    base = models.CharField("tính từ", max_length=11, choices=Base.choices, blank=True)
    source = models.CharField("nguồn số liệu", max_length=10, choices=Source.choices)
    falls = models.BooleanField("càng thấp càng tốt", default=False, db_default=False)
    reported_by = models.CharField("đơn vị báo cáo", max_length=200, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu"
        constraints = [
            models.CheckConstraint(
                name="indicator_aggregation_is_known",
                condition=Q(aggregation__in=Aggregation.values),
                violation_error_code="indicator_aggregation_is_known",
                violation_error_message="Cách tính không hợp lệ.",
            ),
            models.CheckConstraint(
                name="indicator_source_is_known",
                condition=Q(source__in=Source.values),
                violation_error_code="indicator_source_is_known",
                violation_error_message="Nguồn số liệu không hợp lệ.",
            ),
            models.CheckConstraint(
                name="indicator_base_is_known",
                condition=Q(base__in=["", *Base.values]),
                violation_error_code="indicator_base_is_known",
                violation_error_message="Diện hộ của chỉ tiêu không hợp lệ.",
            ),
            models.CheckConstraint(
                name="indicator_ratio_has_year",
                condition=~Q(aggregation=Aggregation.RATIO)
                | Q(reference_year__isnull=False),
                violation_error_code="indicator_ratio_has_year",
                violation_error_message="Chỉ tiêu so với năm gốc phải ghi năm gốc.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(model_name="TargetHistory")
class Target(models.Model):
    """A value set for an area in a plan; a table line keeps its baseline and its print.

    Unit: the indicator's; baselines in households; printed rates in percent.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="targets")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT)
    kind = models.CharField(max_length=10, choices=TargetKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="targets")
    area_path = models.CharField(max_length=80, db_index=True)
    position = models.PositiveSmallIntegerField(default=0)
    region = models.CharField(max_length=5, choices=Region.choices, blank=True)
    operator = models.CharField("so sánh", max_length=8, choices=Operator.choices)
    value = models.DecimalField("giá trị", max_digits=15, decimal_places=2, null=True)
    value_to = models.DecimalField(
        "đến giá trị", max_digits=15, decimal_places=2, null=True, blank=True
    )
    value_from = models.DecimalField(
        "giá trị đầu kỳ", max_digits=15, decimal_places=2, null=True, blank=True
    )
    proposed = models.DecimalField(
        "cấp trên đề xuất", max_digits=15, decimal_places=2, null=True, blank=True
    )
    proposed_to = models.DecimalField(
        "cấp trên đề xuất, mức cao", max_digits=15, decimal_places=2, null=True, blank=True
    )
    reporter = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="đơn vị báo cáo kết quả",
    )
    outside = models.CharField("so với", max_length=200, blank=True)
    by_year = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)
    sentence = models.TextField("câu trong văn bản", blank=True)
    note = models.TextField("ghi chú", blank=True)
    answer = models.CharField(
        "cấp trên trả lời", max_length=300, blank=True, default="", db_default=""
    )
    households = models.PositiveIntegerField("tổng số hộ", null=True, blank=True)
    minority = models.PositiveIntegerField("trong đó hộ DTTS", null=True, blank=True)
    base = models.PositiveIntegerField(
        "số hộ thuộc diện cuối năm trước", null=True, blank=True
    )
    printed_rate_before = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    printed_remaining = models.IntegerField(null=True)
    printed_rate_after = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    status = models.CharField(
        "trạng thái",
        max_length=10,
        choices=TargetStatus.choices,
        default=TargetStatus.DRAFT,
    )
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "giá trị chỉ tiêu"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="target_one_line_per_area",
                fields=["plan", "area", "indicator"],
                condition=Q(kind__in=TABLE_KINDS),
                violation_error_message="Địa bàn này đã có dòng trong bảng chỉ tiêu.",
            ),
            models.CheckConstraint(
                name="target_status_is_known",
                condition=Q(status__in=TargetStatus.values),
                violation_error_code="target_status_is_known",
                violation_error_message="Trạng thái chỉ tiêu không hợp lệ.",
            ),
            models.CheckConstraint(
                name="target_has_value_or_comparison",
                condition=Q(value__isnull=False) | ~Q(outside=""),
                violation_error_code="target_has_value_or_comparison",
                violation_error_message="Hãy ghi giá trị, hoặc so với số liệu nào.",
            ),
            models.CheckConstraint(
                name="target_line_has_value",
                condition=~Q(kind=TargetKind.LINE) | Q(value__isnull=False),
                violation_error_code="target_line_has_value",
                violation_error_message="Dòng chỉ tiêu phải có số hộ giảm.",
            ),
            models.CheckConstraint(
                name="target_value_not_negative",
                condition=Q(value__gte=0),
                violation_error_code="target_value_not_negative",
                violation_error_message="Giá trị chỉ tiêu không được âm.",
            ),
            models.CheckConstraint(
                name="target_range_in_order",
                condition=Q(value_to__isnull=True) | Q(value_to__gte=F("value")),
                violation_error_code="target_range_in_order",
                violation_error_message="Giá trị sau phải lớn hơn giá trị trước.",
            ),
            models.CheckConstraint(
                name="target_baseline_is_whole",
                condition=Q(
                    households__isnull=True, minority__isnull=True, base__isnull=True
                )
                | Q(households__isnull=False, minority__isnull=False, base__isnull=False),
                violation_error_code="target_baseline_is_whole",
                violation_error_message="Dòng chỉ tiêu ghi đủ số hộ, hộ DTTS và hộ thuộc diện.",
            ),
            models.CheckConstraint(
                name="target_reduction_at_most_base",
                condition=~Q(kind__in=TABLE_KINDS)
                | Q(base__isnull=True)
                | (
                    Q(value__lte=F("base"))
                    & (Q(value_to__isnull=True) | Q(value_to__lte=F("base")))
                ),
                violation_error_code="target_reduction_at_most_base",
                violation_error_message="Số hộ giảm không được lớn hơn số hộ thuộc diện.",
            ),
            models.CheckConstraint(
                name="target_parts_at_most_households",
                condition=Q(households__isnull=True)
                | (Q(minority__lte=F("households")) & Q(base__lte=F("households"))),
                violation_error_code="target_parts_at_most_households",
                violation_error_message="Số hộ nghèo, hộ DTTS không được lớn hơn tổng số hộ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.indicator} {self.get_operator_display()} {self.value}"

    @property
    def is_counted(self) -> bool:
        """Whether the indicator counts whole things, not shares, points or times."""
        return self.indicator.unit not in {"%", "điểm phần trăm", "lần"}

    @property
    def in_words(self) -> str:
        """The value as a sentence says it: “từ 1,25 trở lên”, “từ 7 đến 8”."""
        if self.value is None:
            return f"{Operator(self.operator).label} {self.outside}"
        low, high = (
            show_plain(v) if v is not None else "" for v in (self.value, self.value_to)
        )
        words = {
            Operator.AT_LEAST: f"từ {low} trở lên",
            Operator.BETWEEN: f"từ {low} đến {high}",
        }
        operator = Operator(self.operator)
        return words.get(operator, f"{operator.label} {low}")

    @property
    def line(self) -> Line:
        """The figures of a table line."""
        return Line(
            households=self.households or 0,
            minority=self.minority or 0,
            base=self.base or 0,
            reduction=int(self.value or 0),
        )


class TargetChange(models.Model):
    """A line changed by a numbered decision after the plan was issued; rows are only added.

    Unit: the indicator's.
    """

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="changes")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    before = models.DecimalField("trước", max_digits=15, decimal_places=2)
    before_to = models.DecimalField(
        "trước, mức cao", max_digits=15, decimal_places=2, null=True, blank=True
    )
    after = models.DecimalField("sau", max_digits=15, decimal_places=2)
    reason = models.CharField("lý do", max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "điều chỉnh chỉ tiêu"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="targetchange_changes_something",
                condition=~Q(before=F("after")) | Q(before_to__isnull=False),
                violation_error_code="targetchange_changes_something",
                violation_error_message="Điều chỉnh phải khác giá trị đang có.",
            ),
            models.UniqueConstraint(
                name="targetchange_once_per_decision", fields=["target", "document"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target.area}: {self.before} → {self.after}"
