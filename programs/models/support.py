"""Policies as dated data, and what was given to whom."""

from datetime import date
from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Agency
from accounts.walls import AssignedQuerySet
from areas.choices import Designation
from areas.models import Area, end_after_start, on_day
from core.ids import new_id
from households.choices import Klass
from households.models import Household
from programs.choices import POLICY_GROUPS, Beneficiary, CountsOn, Fund
from programs.models.money import Allocation
from programs.models.work import Activity
from programs.rules.eligibility import Terms


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Policies by date."""

    def in_force(self, day: date) -> Self:
        """Policies that support somebody on `day`."""
        return self.filter(on_day(day))


class Policy(models.Model):
    """Whom a policy supports, from when to when, and how sure that is.

    What `mark` calls unverified is data to be corrected, never a rule in code.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    code = models.CharField("mã", max_length=30)
    name = models.CharField("tên chính sách", max_length=200)
    classes: Any = ArrayField(
        models.CharField(max_length=10, choices=Klass.choices),
        verbose_name="diện hộ",
        blank=True,
    )
    designations: Any = ArrayField(
        models.CharField(max_length=20, choices=Designation.choices),
        verbose_name="chỉ cho diện địa bàn",
        default=list,
        blank=True,
    )
    groups: Any = ArrayField(
        models.CharField(max_length=20, choices=POLICY_GROUPS),
        verbose_name="chỉ cho nhóm hộ",
        default=list,
        blank=True,
    )
    newly = models.CharField(
        "thời gian mới thoát nghèo tính theo", max_length=30, blank=True
    )
    counts_on = models.CharField("ngày xét diện", max_length=8, choices=CountsOn.choices)
    conditional = models.BooleanField("hỗ trợ có điều kiện", default=False)
    rate = models.CharField("mức hỗ trợ", max_length=200, blank=True)
    source = models.CharField("căn cứ", max_length=300)
    mark = models.CharField("độ tin cậy", max_length=4)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = "chính sách"
        ordering = ["name"]
        constraints = [
            end_after_start("policy"),
            models.UniqueConstraint(name="policy_once", fields=["code", "valid_from"]),
            models.CheckConstraint(
                name="policy_day_is_known",
                condition=Q(counts_on__in=CountsOn.values),
                violation_error_code="policy_day_is_known",
                violation_error_message="Ngày xét diện của chính sách không hợp lệ.",
            ),
            models.CheckConstraint(
                name="policy_groups_are_known",
                condition=Q(groups__contained_by=[key for key, _ in POLICY_GROUPS]),
                violation_error_code="policy_groups_are_known",
                violation_error_message="Nhóm hộ của chính sách không hợp lệ.",
            ),
            models.CheckConstraint(
                name="policy_designations_are_known",
                condition=Q(designations__contained_by=Designation.values),
                violation_error_code="policy_designations_are_known",
                violation_error_message="Diện địa bàn của chính sách không hợp lệ.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def terms(self) -> Terms:
        """What the rule of eligibility asks."""
        return Terms(
            self.name,
            self.classes,
            self.newly,
            self.valid_from,
            self.valid_to,
            {key: Designation(key).label for key in self.designations},
            {key: dict(POLICY_GROUPS)[key] for key in self.groups},
        )


@pghistory.track(model_name="SupportHistory")
class Support(models.Model):
    """What a beneficiary received, when, how much, under which policy, and why it may.

    `counted_on` is the day on which the household's class was judged; `why` keeps the
    sentence of that day. The path is the beneficiary's on the day of the support.

    Units: amount in đồng; quantity in `unit`.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="supports")
    beneficiary = models.CharField("đối tượng", max_length=11, choices=Beneficiary.choices)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField("tên đối tượng khác", max_length=200, blank=True)
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    allocation = models.ForeignKey(
        Allocation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, null=True, blank=True, related_name="supports"
    )
    on = models.DateField("ngày hỗ trợ")
    counted_on = models.DateField("ngày xét diện")
    klass = models.CharField("diện hộ ngày xét", max_length=10, blank=True)
    why = models.CharField("lý do đủ điều kiện", max_length=200)
    exception = models.CharField("căn cứ ngoại lệ", max_length=300, blank=True)
    amount = models.BigIntegerField("số tiền (đồng)", default=0)
    quantity = models.DecimalField(
        "số lượng", max_digits=12, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField("đơn vị", max_length=40, blank=True)
    note = models.CharField("nội dung", max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)
    withdrawn_on = models.DateField("ngày rút", null=True, blank=True)
    reason = models.CharField("lý do rút", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AssignedQuerySet.as_manager()

    class Meta:
        verbose_name = "hỗ trợ"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="support_once_per_day",
                fields=["household", "policy", "on", "note"],
                condition=Q(withdrawn_on__isnull=True, household__isnull=False),
                violation_error_message="Hộ này đã được ghi hỗ trợ ấy.",
            ),
            models.CheckConstraint(
                name="support_beneficiary_is_known",
                condition=Q(beneficiary__in=Beneficiary.values),
                violation_error_code="support_beneficiary_is_known",
                violation_error_message="Loại đối tượng được hỗ trợ không hợp lệ.",
            ),
            models.CheckConstraint(
                name="support_names_its_beneficiary",
                condition=Q(beneficiary=Beneficiary.HOUSEHOLD, household__isnull=False)
                | (~Q(beneficiary=Beneficiary.HOUSEHOLD) & ~Q(name="")),
                violation_error_code="support_names_its_beneficiary",
                violation_error_message="Hãy chọn hộ, hoặc ghi tên đối tượng được hỗ trợ.",
            ),
            models.CheckConstraint(
                name="support_amount_not_negative",
                condition=Q(amount__gte=0),
                violation_error_code="support_amount_not_negative",
                violation_error_message="Số tiền hỗ trợ không được âm.",
            ),
            models.CheckConstraint(
                name="support_withdrawn_with_reason",
                condition=Q(withdrawn_on__isnull=True) | ~Q(reason=""),
                violation_error_code="support_withdrawn_with_reason",
                violation_error_message="Rút hỗ trợ phải ghi lý do.",
            ),
        ]
        indexes = [
            models.Index(
                name="support_place",
                fields=["area_path", "on"],
                opclasses=["text_pattern_ops", "date_ops"],
            ),
            models.Index(name="support_of_household", fields=["household", "policy"]),
        ]

    def __str__(self) -> str:
        return f"{self.policy}: {self.household or self.name} ({self.on:%d/%m/%Y})"


class SupportShare(models.Model):
    """One of the sources a support was paid from; together they are its amount.

    Unit: đồng.
    """

    support = models.ForeignKey(Support, on_delete=models.CASCADE, related_name="shares")
    fund = models.CharField("nguồn vốn", max_length=10, choices=Fund.choices)
    amount = models.BigIntegerField("số tiền (đồng)")

    class Meta:
        verbose_name = "nguồn của hỗ trợ"
        constraints = [
            models.UniqueConstraint(
                name="supportshare_once_per_fund", fields=["support", "fund"]
            ),
            models.CheckConstraint(
                name="supportshare_fund_is_known",
                condition=Q(fund__in=Fund.values),
                violation_error_code="supportshare_fund_is_known",
                violation_error_message="Nguồn vốn không hợp lệ.",
            ),
            models.CheckConstraint(
                name="supportshare_is_positive",
                condition=Q(amount__gt=0),
                violation_error_code="supportshare_is_positive",
                violation_error_message="Số tiền của mỗi nguồn phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fund_display()}: {self.amount}"


class SupportTally(models.Model):
    """What a commune's households received under a policy in a year, from one giver.

    Written in the transaction that writes the supports, checked nightly against their
    rows: a province reads its communes' sums, never its millions of supports.

    Units: supports, households, đồng; what was withdrawn is not counted.
    """

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="+")
    commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField("năm")
    supports = models.PositiveIntegerField("lượt hỗ trợ", default=0)
    households = models.PositiveIntegerField("số hộ", default=0)
    amount = models.BigIntegerField("số tiền (đồng)", default=0)

    objects = AssignedQuerySet.as_manager()

    class Meta:
        verbose_name = "số tổng hợp hỗ trợ"
        constraints = [
            models.UniqueConstraint(
                name="supporttally_once",
                fields=["year", "commune", "policy", "agency"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="supporttally_households_within_supports",
                condition=Q(households__lte=models.F("supports")),
                violation_error_code="supporttally_households_within_supports",
                violation_error_message="Số hộ không quá số lượt hỗ trợ.",
            ),
        ]
        indexes = [
            models.Index(
                name="supporttally_place",
                fields=["year", "area_path"],
                opclasses=["int2_ops", "text_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.commune} {self.year}: {self.supports}"
