"""Money that comes back: policy credit outstanding, revolving funds to be recovered."""

from typing import Self

import pghistory
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from households.models import Household
from programs.models.register import KeptLine, KeptQuerySet, KeptRow, positive
from programs.models.work import Activity


@pghistory.track(model_name="CreditBalanceHistory")
class CreditBalance(KeptRow):
    """Loans of the policy bank (NHCSXH) that stand out in an area on a day.

    Units: đồng; borrowers in households with a loan.
    """

    scheme = models.CharField("chương trình cho vay", max_length=120)
    on = models.DateField("dư nợ đến ngày")
    borrowers = models.PositiveIntegerField("số hộ còn dư nợ (hộ)")
    outstanding = models.BigIntegerField("dư nợ (đồng)")
    overdue = models.BigIntegerField("trong đó nợ quá hạn (đồng)", default=0)
    source = models.CharField("nguồn số liệu", max_length=200)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = "dư nợ tín dụng chính sách"
        ordering = ["-on", "scheme", "area_path", "pk"]
        constraints = [
            models.CheckConstraint(
                name="creditbalance_overdue_within_outstanding",
                condition=Q(overdue__gte=0, outstanding__gte=F("overdue")),
                violation_error_code="creditbalance_overdue_within_outstanding",
                violation_error_message=(
                    "Nợ quá hạn không được âm và không lớn hơn dư nợ."
                ),
            ),
            models.UniqueConstraint(
                name="creditbalance_once_per_day",
                fields=["area", "agency", "scheme", "on"],
                nulls_distinct=False,
                violation_error_message="Dư nợ của chương trình này, ngày này đã được ghi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.on:%d/%m/%Y}"


class RecoveryQuerySet(KeptQuerySet):
    """What is to be recovered, as far as one may see it."""

    def told(self) -> Self:
        """With `paid` and `left`, in đồng."""
        counted = self.annotate(paid=Coalesce(Sum("payments__amount"), 0))
        return counted.annotate(left=F("amount") - F("paid"))


@pghistory.track(model_name="RecoveryHistory")
class Recovery(KeptRow):
    """A part of a revolving fund that somebody pays back by a day (thu hồi vốn).

    Unit: đồng.
    """

    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        related_name="recoveries",
        verbose_name="dự án, mô hình",
    )
    household = models.ForeignKey(
        Household,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recoveries",
        verbose_name="hộ hoàn trả",
    )
    payer = models.CharField("nhóm, người hoàn trả", max_length=200, blank=True)
    amount = models.BigIntegerField("phải thu hồi (đồng)")
    due_on = models.DateField("hạn thu hồi")

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = "khoản thu hồi vốn quay vòng"
        ordering = ["due_on", "pk"]
        constraints = [
            positive("recovery", "amount", "Số phải thu hồi phải lớn hơn 0."),
            models.CheckConstraint(
                name="recovery_names_payer",
                condition=Q(household__isnull=False) | ~Q(payer=""),
                violation_error_code="recovery_names_payer",
                violation_error_message="Hãy ghi hộ, nhóm hoặc người hoàn trả.",
            ),
            models.UniqueConstraint(
                name="recovery_once",
                fields=["activity", "agency", "household", "payer", "due_on"],
                nulls_distinct=False,
                violation_error_message="Khoản thu hồi này đã được ghi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household.head_name if self.household else self.payer}"


class RecoveryPayment(KeptLine):
    """What came back on a day; a wrong payment is answered by a negative one. Unit: đồng."""

    recovery = models.ForeignKey(
        Recovery, on_delete=models.PROTECT, related_name="payments"
    )
    amount = models.BigIntegerField("số thu được (đồng; số âm để sửa số ghi thừa)")
    voucher = models.CharField("số phiếu thu", max_length=60, blank=True)

    class Meta(KeptLine.Meta):
        verbose_name = "lần thu hồi"
        constraints = [
            models.CheckConstraint(
                name="recoverypayment_is_something",
                condition=~Q(amount=0),
                violation_error_code="recoverypayment_is_something",
                violation_error_message="Số thu được phải khác 0.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount}"
