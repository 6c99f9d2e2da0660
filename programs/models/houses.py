"""The list of temporary houses: which household, what its house needs, when it was done."""

import pghistory
from django.db import models
from django.db.models import Q

from households.models import Household
from programs.choices import HouseNeed, HouseState
from programs.models.register import KeptQuerySet, KeptRow, days_in_order, one_of


@pghistory.track(model_name="TemporaryHouseHistory")
class TemporaryHouse(KeptRow):
    """A household that lives in a temporary or dilapidated house, until it is done.

    Whether a programme's money may build it, the housing policies say on their own day
    (in a poor district DA5, elsewhere mobilised money).
    """

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="houses", verbose_name="hộ"
    )
    state = models.CharField("tình trạng nhà", max_length=11, choices=HouseState.choices)
    need = models.CharField("cần", max_length=6, choices=HouseNeed.choices)
    listed_on = models.DateField("đưa vào danh sách ngày")
    planned_on = models.DateField("dự kiến xong trước ngày", null=True, blank=True)
    done_on = models.DateField("hoàn thành ngày", null=True, blank=True)
    note = models.CharField("nguồn hỗ trợ, ghi chú", max_length=300, blank=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = "nhà tạm, nhà dột nát"
        ordering = ["area_path", "listed_on", "pk"]
        constraints = [
            one_of("temporaryhouse", "state", HouseState.values),
            one_of("temporaryhouse", "need", HouseNeed.values),
            days_in_order(
                "temporaryhouse",
                "listed_on",
                "done_on",
                "Ngày hoàn thành không được trước ngày đưa vào danh sách.",
            ),
            models.UniqueConstraint(
                name="temporaryhouse_once_while_open",
                fields=["household", "agency"],
                condition=Q(done_on__isnull=True),
                nulls_distinct=False,
                violation_error_message="Hộ này đang có trong danh sách nhà tạm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household.head_name}: {self.get_state_display()}"
