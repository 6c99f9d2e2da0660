"""Persons, households, memberships and where households live, with dates."""

from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Concat, LPad

from areas.models import Area, end_after_start, on_day, valid_period
from areas.scope import ScopedQuerySet
from core.ids import new_id
from core.text import name_norm
from households.choices import EventKind, Relation, Sex
from households.rules import MAX_SIZE, MIN_SIZE


@pghistory.track(model_name="PersonHistory")
class Person(models.Model):
    """One human being, known once in the whole country."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    full_name = models.CharField("họ và tên", max_length=120)
    name_norm = models.CharField(max_length=120, editable=False)
    birth_date = models.DateField("ngày sinh", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("năm sinh", null=True, blank=True)
    sex = models.CharField("giới tính", max_length=6, choices=Sex.choices)
    ethnic_group = models.CharField("dân tộc", max_length=40)
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)

    class Meta:
        verbose_name = "người"
        constraints = [
            models.CheckConstraint(
                name="person_sex_is_known",
                condition=Q(sex__in=Sex.values),
                violation_error_code="person_sex_is_known",
                violation_error_message="Giới tính phải là Nam hoặc Nữ.",
            ),
            models.CheckConstraint(
                name="person_birth_year_is_plausible",
                condition=Q(birth_year__isnull=True) | Q(birth_year__range=(1890, 2100)),
                violation_error_code="person_birth_year_is_plausible",
                violation_error_message="Năm sinh phải từ 1890 trở về sau.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name


class HouseholdQuerySet(ScopedQuerySet):
    """Households by area and name; `place_key` holds the path and gives the order."""

    path_field = "place_key"

    def named(self, text: str) -> Self:
        """Households whose head's name or code holds `text`, accents ignored."""
        norm = name_norm(text)
        return self.filter(Q(head_name_norm__contains=norm) | Q(code=text.strip()))


@pghistory.track(model_name="HouseholdHistory", exclude=["place_key"])
class Household(models.Model):
    """A household (hộ): its present place, head and size.

    `size` and `ethnic_minority` repeat what the members say, written together with
    them, so that reports count without joining (checked nightly). `place_key` is the
    path with the id behind it: one index answers whose households these are and in
    which order they are read, however large the country (ADR 0006).
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    code = models.CharField("mã hộ", max_length=30)
    head_name = models.CharField("chủ hộ", max_length=120)
    head_name_norm = models.CharField(max_length=120, editable=False)
    size = models.PositiveSmallIntegerField("số nhân khẩu")
    ethnic_minority = models.BooleanField("hộ dân tộc thiểu số", default=False)
    province = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    district = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    village = models.ForeignKey(
        Area, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area_path = models.CharField(max_length=80)
    place_key = models.GeneratedField(
        expression=Concat(
            "area_path", LPad(Cast("id", models.CharField()), 12, models.Value("0"))
        ),
        output_field=models.CharField(max_length=92, db_collation="C"),
        db_persist=True,
    )
    is_demo = models.BooleanField("dữ liệu trình diễn", default=False)
    version = models.PositiveIntegerField(default=1)

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "hộ"
        constraints = [
            models.CheckConstraint(
                name="household_size_between_1_and_50",
                condition=Q(size__range=(MIN_SIZE, MAX_SIZE)),
                violation_error_code="household_size_between_1_and_50",
                violation_error_message=f"Số nhân khẩu phải từ {MIN_SIZE} đến {MAX_SIZE}.",
            )
        ]
        indexes = [
            models.Index(name="household_place", fields=["place_key"]),
            models.Index(name="household_code", fields=["code"]),
            GinIndex(
                name="household_name_trgm",
                fields=["head_name_norm"],
                opclasses=["gin_trgm_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.head_name} ({self.code})"


@pghistory.track(model_name="MemberHistory")
class Member(models.Model):
    """A person's membership of a household during a period."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="members"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    relation = models.CharField(
        "quan hệ với chủ hộ", max_length=10, choices=Relation.choices
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    class Meta:
        verbose_name = "thành viên"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="member_relation_is_known",
                condition=Q(relation__in=Relation.values),
                violation_error_code="member_relation_is_known",
                violation_error_message="Quan hệ với chủ hộ không hợp lệ.",
            ),
            models.CheckConstraint(
                name="member_ends_not_before_start",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                violation_error_code="member_ends_not_before_start",
                violation_error_message="Ngày rời hộ không được trước ngày vào hộ.",
            ),
            models.UniqueConstraint(
                name="member_one_open_per_person",
                fields=["person"],
                condition=Q(valid_to__isnull=True),
                violation_error_message="Người này đang là thành viên của một hộ khác.",
            ),
            models.UniqueConstraint(
                name="member_one_head_per_household",
                fields=["household"],
                condition=Q(valid_to__isnull=True, relation=Relation.HEAD),
                violation_error_message="Mỗi hộ chỉ có một chủ hộ.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_relation_display()}"


class ResidenceQuerySet(ScopedQuerySet):
    """Where households lived."""

    def on(self, day: Any) -> Self:
        """Residences of `day`."""
        return self.filter(on_day(day))


class Residence(models.Model):
    """A household's place during a period, with the path of that time."""

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="residences"
    )
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi ở"
        constraints = [
            end_after_start("residence"),
            ExclusionConstraint(
                name="residence_one_place_per_day",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (valid_period(), RangeOperators.OVERLAPS),
                ],
                violation_error_code="residence_one_place_per_day",
                violation_error_message="Mỗi ngày một hộ chỉ ở một nơi.",
            ),
        ]
        indexes = [
            models.Index(
                name="residence_path", fields=["area_path"], opclasses=["text_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.household} – {self.commune}"


class HouseholdEvent(models.Model):
    """Something that happened to a household, on a day, recorded by a person."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField("việc", max_length=12, choices=EventKind.choices)
    day = models.DateField("ngày")
    note = models.CharField("nội dung", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "biến động của hộ"
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                name="householdevent_kind_is_known",
                condition=Q(kind__in=EventKind.values),
                violation_error_code="householdevent_kind_is_known",
                violation_error_message="Loại biến động không hợp lệ.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.household}: {self.get_kind_display()}"
