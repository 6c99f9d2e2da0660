"""What is worth copying, who was commended, who helps beside the state."""

import pghistory
from django.db import models
from django.db.models import Q

from programs.choices import Honoured, PatronKind
from programs.models.register import KeptQuerySet, KeptRow, one_of
from programs.models.work import Activity


@pghistory.track(model_name="WorthyModelHistory")
class WorthyModel(KeptRow):
    """A model of getting out of poverty that others are to copy.

    Unit: households that took part.
    """

    name = models.CharField("tên mô hình", max_length=200)
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="từ hoạt động",
    )
    households = models.PositiveIntegerField("số hộ tham gia (hộ)")
    since = models.DateField("bắt đầu từ ngày")
    text = models.CharField("cách làm, kết quả", max_length=1000)
    decision = models.CharField("văn bản công nhận", max_length=120, blank=True)
    public = models.BooleanField("được giới thiệu trên trang công khai", default=False)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = "mô hình hiệu quả"
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="worthymodel_once",
                fields=["area", "agency", "name"],
                nulls_distinct=False,
                violation_error_message="Mô hình này đã có trong sổ.",
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(model_name="CommendationHistory")
class Commendation(KeptRow):
    """A commendation for getting out of poverty, or for helping others to."""

    honoured = models.CharField("đối tượng", max_length=10, choices=Honoured.choices)
    name = models.CharField("tên người, tập thể được khen", max_length=200)
    form = models.CharField("hình thức khen", max_length=120)
    reason = models.CharField("thành tích", max_length=300)
    number = models.CharField("số quyết định", max_length=60)
    on = models.DateField("ngày quyết định")

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = "khen thưởng"
        ordering = ["-on", "-pk"]
        constraints = [
            one_of("commendation", "honoured", Honoured.values),
            models.UniqueConstraint(
                name="commendation_once",
                fields=["area", "agency", "name", "number", "on"],
                nulls_distinct=False,
                violation_error_message="Khen thưởng này đã có trong sổ.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(model_name="PatronHistory")
class Patron(KeptRow):
    """What somebody beside the state gave to an area, in money or in kind.

    Unit: đồng; what was given in kind stands in words, with its value where it is known.
    """

    kind = models.CharField("nhà tài trợ là", max_length=12, choices=PatronKind.choices)
    name = models.CharField("tên nhà tài trợ", max_length=200)
    on = models.DateField("ngày trao")
    amount = models.BigIntegerField("trị giá (đồng)", default=0)
    gift = models.CharField("trao gì, cho ai", max_length=300)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = "tài trợ, ủng hộ"
        ordering = ["-on", "-pk"]
        constraints = [
            one_of("patron", "kind", PatronKind.values),
            models.CheckConstraint(
                name="patron_amount_not_negative",
                condition=Q(amount__gte=0),
                violation_error_code="patron_amount_not_negative",
                violation_error_message="Trị giá không được âm.",
            ),
            models.UniqueConstraint(
                name="patron_gift_once",
                fields=["area", "agency", "name", "on", "gift"],
                nulls_distinct=False,
                violation_error_message="Khoản tài trợ này đã có trong sổ.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
