"""Households, memberships and where households live, with dates."""

from datetime import date
from typing import Any, Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Concat, LPad

from areas.models import Area, on_day, valid_period
from areas.scope import ScopedQuerySet
from core.ids import new_id
from core.sealing import fingerprint
from core.text import name_norm
from households.choices import Relation
from households.models.person import Person
from households.rules import MAX_SIZE, MIN_SIZE
from households.rules.identity import LENGTH

MEMBERS_FOUND = 500  # households one search looks at for the name of a member


class HouseholdQuerySet(ScopedQuerySet):
    """Households by area and name; `place_key` holds the path and gives the order."""

    path_field = "place_key"

    def standing(self) -> Self:
        """Households that still are one: not dissolved, merged, or undone."""
        return self.filter(ended_on__isnull=True)

    def of_today(self, day: date) -> Self:
        """Without households of communes that are closed by `day`."""
        return self.filter(Q(commune__valid_to__isnull=True) | Q(commune__valid_to__gt=day))

    def named(self, text: str) -> Self:
        """Households that `text` finds.

        Part of the head's name, the code, the whole name of any member, or a member's
        identity number. Members' households are looked up first: within one condition
        the database would read every household.
        """
        norm = name_norm(text)
        if len(norm) == LENGTH and norm.isdigit():
            return self.filter(
                members__valid_to=None, members__person__cccd_hash=fingerprint(norm)
            )
        found = Q(head_name_norm__contains=norm) | Q(code=text.strip())
        if " " in norm:
            member = {"members__valid_to": None, "members__person__name_norm": norm}
            homes = self.filter(**member).order_by().values_list("pk", flat=True)
            found |= Q(pk__in=list(homes[:MEMBERS_FOUND]))
        return self.filter(found)


@pghistory.track(model_name="HouseholdHistory", exclude=["place_key"])
class Household(models.Model):
    """A household (hộ): its present place, head and size.

    `size` and `ethnic_minority` repeat what the members say, written together with
    them and with the open residence (checked nightly). `place_key` is the
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
    address = models.CharField(
        "địa chỉ chi tiết", max_length=200, blank=True, default="", db_default=""
    )
    area_m2 = models.DecimalField(
        "diện tích nhà ở (m²)", max_digits=7, decimal_places=1, null=True, blank=True
    )
    native_minority = models.BooleanField(
        "hộ DTTS tại chỗ", default=False, db_default=False
    )
    ended_on = models.DateField("ngày thôi là hộ", null=True, blank=True)
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
            ),
            models.CheckConstraint(
                name="household_area_m2_is_positive",
                condition=Q(area_m2__isnull=True) | Q(area_m2__gt=0),
                violation_error_code="household_area_m2_is_positive",
                violation_error_message="Diện tích nhà ở phải lớn hơn 0 m².",
            ),
            models.CheckConstraint(
                name="household_native_is_minority",
                condition=Q(native_minority=False) | Q(ethnic_minority=True),
                violation_error_code="household_native_is_minority",
                violation_error_message="Hộ DTTS tại chỗ phải là hộ dân tộc thiểu số.",
            ),
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
    """A household's place and size during a period, with the path of that time.

    One row answers where a household lived and how many it was on any day, so that
    reports of every day count without joining (ADR 0009).
    """

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="residences"
    )
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    size = models.PositiveSmallIntegerField("số nhân khẩu")
    ethnic_minority = models.BooleanField("hộ dân tộc thiểu số")
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "nơi ở"
        constraints = [
            models.CheckConstraint(
                name="residence_ends_not_before_start",
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                violation_error_code="residence_ends_not_before_start",
                violation_error_message="Ngày rời đi không được trước ngày đến ở.",
            ),
            models.CheckConstraint(
                name="residence_size_between_1_and_50",
                condition=Q(size__range=(MIN_SIZE, MAX_SIZE)),
                violation_error_code="residence_size_between_1_and_50",
                violation_error_message=f"Số nhân khẩu phải từ {MIN_SIZE} đến {MAX_SIZE}.",
            ),
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
