"""The calendar: which reports are asked, of whom, by when; and the periods that came."""

from datetime import date
from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from areas.models import Area, end_after_start, on_day
from areas.scope import ScopedQuerySet
from core.ids import new_id
from reports.choices import Frequency, ReportKind, Sender
from reports.rules.calendar import DueRule, Span, period_name

LATEST = 99  # days or months of a rule


class DueFields(models.Model):
    """By when: a day of a month counted from the period's last, or working days after."""

    due_months = models.SmallIntegerField(
        "hạn: tháng, so với tháng cuối kỳ", null=True, blank=True
    )
    due_day = models.PositiveSmallIntegerField("hạn: ngày", null=True, blank=True)
    due_working_days = models.PositiveSmallIntegerField(
        "hạn: số ngày làm việc sau kỳ số liệu", null=True, blank=True
    )

    class Meta:
        abstract = True

    @property
    def due_rule(self) -> DueRule:
        """The rule these fields say."""
        return DueRule(self.due_months, self.due_day, self.due_working_days)


def one_due_rule(model: str, *, needed: bool) -> list[models.BaseConstraint]:
    """A day of a month or working days, never both; `needed`: not neither."""
    fixed = Q(
        due_months__range=(-LATEST, LATEST),
        due_day__range=(1, 31),
        due_working_days__isnull=True,
    )
    after = Q(
        due_months__isnull=True, due_day__isnull=True, due_working_days__range=(0, LATEST)
    )
    none = Q(due_months__isnull=True, due_day__isnull=True, due_working_days__isnull=True)
    return [
        models.CheckConstraint(
            name=f"{model}_has_one_due_rule",
            condition=fixed | after if needed else fixed | after | none,
            violation_error_code=f"{model}_has_one_due_rule",
            violation_error_message=(
                "Hạn là một ngày của một tháng, hoặc số ngày làm việc sau kỳ số liệu."
            ),
        )
    ]


class RegimeQuerySet(ScopedQuerySet):
    """Regimes, by the day they are in force."""

    def in_force(self, day: date) -> Self:
        """Regimes whose period holds the day."""
        return self.filter(on_day(day))


@pghistory.track(model_name="ReportRegimeHistory")
class ReportRegime(DueFields):
    """A report that is asked again and again, or once: by which text, of whom, by when.

    `area` is whose duty it is: the nation for a circular, the district for its plan.
    `numbers` are the periods of a year that are asked; all where empty. `mark` says how
    sure the facts are (law.md); `columns` are those of a one-off table.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    code = models.CharField("mã", max_length=60, unique=True)
    name = models.CharField("tên báo cáo", max_length=200)
    kind = models.CharField("nội dung", max_length=20, choices=ReportKind.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    frequency = models.CharField("kỳ", max_length=10, choices=Frequency.choices)
    numbers: Any = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    window_day = models.PositiveSmallIntegerField("kỳ số liệu bắt đầu từ ngày", default=15)
    senders: Any = ArrayField(models.CharField(max_length=10, choices=Sender.choices))
    receivers: Any = ArrayField(
        models.CharField(max_length=200), default=list, blank=True, verbose_name="nơi nhận"
    )
    lead_days = models.PositiveSmallIntegerField("mở trước (ngày)", default=15)
    columns: Any = models.JSONField("cột của biểu", default=list, blank=True)
    basis = models.CharField("căn cứ", max_length=300)
    mark = models.CharField("độ tin cậy", max_length=4, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = RegimeQuerySet.as_manager()

    class Meta:
        verbose_name = "chế độ báo cáo"
        ordering = ["area_path", "code"]
        constraints = [
            end_after_start("reportregime"),
            *one_due_rule("reportregime", needed=False),
            models.CheckConstraint(
                name="reportregime_choices_are_known",
                condition=Q(
                    kind__in=ReportKind.values,
                    frequency__in=Frequency.values,
                    senders__contained_by=Sender.values,
                ),
                violation_error_code="reportregime_choices_are_known",
                violation_error_message="Nội dung, kỳ hoặc nơi gửi không hợp lệ.",
            ),
            models.CheckConstraint(
                name="reportregime_has_sender_and_basis",
                condition=~Q(senders=[]) & ~Q(basis=""),
                violation_error_code="reportregime_has_sender_and_basis",
                violation_error_message="Chế độ báo cáo phải có nơi gửi và căn cứ.",
            ),
            models.CheckConstraint(
                name="reportregime_window_begins_1_or_15",
                condition=Q(window_day__in=[1, 15]),
                violation_error_code="reportregime_window_begins_1_or_15",
                violation_error_message="Kỳ số liệu bắt đầu từ ngày 01 hoặc ngày 15.",
            ),
            models.CheckConstraint(
                name="reportregime_table_has_columns",
                condition=~Q(kind=ReportKind.TABLE) ^ ~Q(columns=[]),
                violation_error_code="reportregime_table_has_columns",
                violation_error_message="Biểu của nơi yêu cầu phải có cột.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def period_name(self, year: int, number: int) -> str:
        """A period of this regime as titles say it."""
        return period_name(Frequency(self.frequency), year, number)


@pghistory.track(model_name="ReportDueHistory")
class ReportDue(DueFields):
    """An earlier day that a superior set for the units of its area."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    regime = models.ForeignKey(ReportRegime, on_delete=models.PROTECT, related_name="dues")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80, db_index=True)
    sender = models.CharField("nơi gửi", max_length=10, choices=Sender.choices)
    basis = models.CharField("căn cứ", max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "hạn báo cáo của địa phương"
        constraints = [
            *one_due_rule("reportdue", needed=True),
            models.UniqueConstraint(
                name="reportdue_once_per_area_and_sender",
                fields=["regime", "area", "sender"],
                violation_error_message="Địa bàn đã đặt hạn này; hãy sửa hạn đã đặt.",
            ),
            models.CheckConstraint(
                name="reportdue_sender_is_known",
                condition=Q(sender__in=Sender.values),
                violation_error_code="reportdue_sender_is_known",
                violation_error_message="Nơi gửi không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime} – {self.area} – {self.get_sender_display()}"


class ReportPeriod(models.Model):
    """One period of a regime, opened once: the window of days it speaks of."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    regime = models.ForeignKey(
        ReportRegime, on_delete=models.PROTECT, related_name="periods"
    )
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveSmallIntegerField("kỳ thứ")
    first = models.DateField("số liệu từ ngày")
    last = models.DateField("đến hết ngày")
    due_on = models.DateField("hạn", null=True, blank=True)
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "kỳ báo cáo"
        ordering = ["-last", "regime_id"]
        constraints = [
            models.UniqueConstraint(
                name="reportperiod_once", fields=["regime", "year", "number"]
            ),
            models.CheckConstraint(
                name="reportperiod_days_in_order",
                condition=Q(last__gte=F("first")),
                violation_error_code="reportperiod_days_in_order",
                violation_error_message="Ngày cuối kỳ không được trước ngày đầu kỳ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime.name} {self.name}"

    @property
    def name(self) -> str:
        """“quý III năm 2020”; what is asked once names its days."""
        if self.regime.frequency == Frequency.ONCE:
            return f"từ {self.first:%d/%m/%Y} đến {self.last:%d/%m/%Y}"
        return self.regime.period_name(self.year, self.number)

    @property
    def span(self) -> Span:
        """The period as the rules take it."""
        return Span(self.year, self.number, self.first, self.last)
