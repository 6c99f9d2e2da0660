"""Administrative units with dates: one row per unit per period."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q

from areas.choices import Designation, Level, Share
from areas.scope import ScopedQuerySet
from core.ids import new_id
from core.text import name_norm


class DateRange(Func):
    """The half-open range of days from one column to another."""

    function = "DATERANGE"
    output_field = DateRangeField()


def valid_period() -> DateRange:
    """`[valid_from, valid_to)`; empty ends are open."""
    return DateRange("valid_from", "valid_to", RangeBoundary())


def end_after_start(model: str) -> models.CheckConstraint:
    """A period must end after it began."""
    return models.CheckConstraint(
        name=f"{model}_ends_after_start",
        condition=Q(valid_to__isnull=True)
        | Q(valid_from__isnull=True)
        | Q(valid_to__gt=F("valid_from")),
        violation_error_code=f"{model}_ends_after_start",
        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
    )


def on_day(day: date) -> Q:
    """Rows whose period holds `day`."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gt=day)
    )


class AreaQuerySet(ScopedQuerySet):
    """Areas by date, level and name."""

    path_field = "path"

    def valid_on(self, day: date) -> Self:
        """Areas that exist on `day`."""
        return self.filter(on_day(day))

    def communes_of(self, area: "Area", day: date) -> Self:
        """Communes of `area` on `day`, in the order every table prints them."""
        communes = self.within(area.path).filter(level=Level.COMMUNE)
        return communes.valid_on(day).order_by("path", "code")

    def named(self, text: str) -> Self:
        """Areas of that name or remembered alias, accents and case ignored."""
        norm = name_norm(text)
        return self.filter(Q(name_norm=norm) | Q(aliases__name_norm=norm)).distinct()

    def containing(self, text: str) -> Self:
        """Areas whose name holds `text`, accents and case ignored."""
        return self.filter(name_norm__contains=name_norm(text))


class Area(models.Model):
    """A province, district, commune or village during one period.

    `path` is made of row ids, never of codes: codes are used again (82 was Tiền
    Giang, is Đồng Tháp). The nation is the row whose path is “/”.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    code = models.CharField("mã", max_length=20)
    name = models.CharField("tên", max_length=120)
    name_norm = models.CharField(max_length=120, editable=False)
    level = models.CharField("cấp", max_length=10, choices=Level.choices)
    kind = models.CharField("loại", max_length=30)
    urban = models.BooleanField("khu vực thành thị", default=False)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=80, db_index=True, editable=False)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=200)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "địa bàn"
        constraints = [
            end_after_start("area"),
            models.CheckConstraint(
                name="area_level_is_known",
                condition=Q(level__in=Level.values),
                violation_error_code="area_level_is_known",
                violation_error_message="Cấp của địa bàn không hợp lệ.",
            ),
            models.CheckConstraint(
                name="area_below_nation_has_parent",
                condition=Q(level=Level.NATION) ^ Q(parent__isnull=False),
                violation_error_code="area_below_nation_has_parent",
                violation_error_message="Địa bàn phải thuộc một địa bàn cấp trên.",
            ),
            ExclusionConstraint(
                name="area_one_row_per_code_and_day",
                expressions=[
                    ("level", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (valid_period(), RangeOperators.OVERLAPS),
                ],
                violation_error_code="area_one_row_per_code_and_day",
                violation_error_message="Mã này đã có địa bàn khác trong cùng thời gian.",
            ),
        ]
        indexes = [
            GinIndex(
                name="area_name_trgm", fields=["name_norm"], opclasses=["gin_trgm_ops"]
            ),
            models.Index(
                name="area_path_like", fields=["path"], opclasses=["text_pattern_ops"]
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def catalogue_note(self) -> str:
        """Since when a unit existed is unknown: what the lists until 30/6/2025 say."""
        known_until = self.valid_from is None and self.valid_to is not None
        return "theo danh mục đến 30/6/2025" if known_until else ""

    @property
    def full_name(self) -> str:
        """“Xã Đăk Ang”; the nation has no kind."""
        return f"{self.kind} {self.name}".strip()

    @property
    def own_id(self) -> int:
        """Row id as a plain number."""
        return int(self.pk)


class AreaAlias(models.Model):
    """Another way a document writes an area's name, confirmed by a person."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField("tên khác", max_length=120)
    name_norm = models.CharField(max_length=120, editable=False)
    confirmed_by = models.CharField("người xác nhận", max_length=150)
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "tên khác của địa bàn"
        constraints = [
            models.UniqueConstraint(
                name="areaalias_one_per_name",
                fields=["area", "name_norm"],
                violation_error_message="Tên khác này đã được ghi nhớ.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} = {self.area.full_name}"


class AreaSuccession(models.Model):
    """One area, or a part of it, became (part of) another one."""

    old = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="predecessions")
    share = models.CharField("phần", max_length=5, choices=Share.choices)
    main = models.BooleanField("phần mang tên hoặc trung tâm", default=True)
    day = models.DateField("ngày")
    decision = models.CharField("căn cứ", max_length=200)

    class Meta:
        verbose_name = "kế thừa địa bàn"
        constraints = [
            models.UniqueConstraint(name="areasuccession_once", fields=["old", "new"]),
            models.CheckConstraint(
                name="areasuccession_share_is_known",
                condition=Q(share__in=Share.values),
                violation_error_code="areasuccession_share_is_known",
                violation_error_message="Phần kế thừa không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class AreaDesignation(models.Model):
    """A dated designation: poor district, coastal commune with special difficulty."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="designations")
    kind = models.CharField("diện", max_length=20, choices=Designation.choices)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=200)

    class Meta:
        verbose_name = "diện địa bàn"
        constraints = [
            end_after_start("areadesignation"),
            models.CheckConstraint(
                name="areadesignation_kind_is_known",
                condition=Q(kind__in=Designation.values),
                violation_error_code="areadesignation_kind_is_known",
                violation_error_message="Diện địa bàn không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_kind_display()}"
