"""Who does the programme's work: staff with trainings, the committee, helpers of homes."""

from typing import Self

import pghistory
from django.db import models
from django.db.models import Count, Max

from areas.models import Area
from households.models import Household
from programs.choices import Seat
from programs.models.register import KeptLine, KeptQuerySet, KeptRow, days_in_order, one_of
from programs.models.work import Activity

LEFT = "Ngày thôi không được trước ngày bắt đầu."


class StaffQuerySet(KeptQuerySet):
    """Staff one may see."""

    def told(self) -> Self:
        """With `trained_on` (the last training) and `trainings` (how many)."""
        return self.annotate(
            trained_on=Max("trainings__on"), trainings_held=Count("trainings")
        )


@pghistory.track(model_name="StaffHistory")
class Staff(KeptRow):
    """Somebody who does poverty-reduction work in an area or an agency, while it lasts."""

    name = models.CharField("họ và tên", max_length=120)
    post = models.CharField("chức vụ, vị trí", max_length=120)
    full_time = models.BooleanField("chuyên trách", default=False)
    valid_from = models.DateField("làm từ ngày")
    last_day = models.DateField("đến hết ngày", null=True, blank=True)

    objects = StaffQuerySet.as_manager()

    class Meta:
        verbose_name = "cán bộ làm công tác giảm nghèo"
        ordering = ["area_path", "name", "pk"]
        constraints = [
            days_in_order("staff", "valid_from", "last_day", LEFT),
            models.UniqueConstraint(
                name="staff_once",
                fields=["area", "agency", "name", "valid_from"],
                nulls_distinct=False,
                violation_error_message="Cán bộ này đã có trong sổ.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StaffTraining(KeptLine):
    """A training somebody passed, by an activity of the programme or elsewhere."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="trainings")
    name = models.CharField("lớp tập huấn", max_length=300)
    activity = models.ForeignKey(
        Activity,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="trained",
        verbose_name="theo hoạt động",
    )

    class Meta(KeptLine.Meta):
        verbose_name = "lượt tập huấn"
        constraints = [
            models.UniqueConstraint(
                name="stafftraining_once",
                fields=["staff", "on", "name"],
                violation_error_message="Lượt tập huấn này đã được ghi.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CommitteeQuerySet(KeptQuerySet):
    """Members of steering committees one may see."""

    def told(self) -> Self:
        """With `charges_held`: how many areas or tasks somebody looks after."""
        return self.annotate(charges_held=Count("charges"))


@pghistory.track(model_name="CommitteeMemberHistory")
class CommitteeMember(KeptRow):
    """A member of an area's steering committee (ban chỉ đạo), while it lasts."""

    name = models.CharField("họ và tên", max_length=120)
    office = models.CharField("chức vụ, cơ quan", max_length=200)
    seat = models.CharField("vị trí trong ban", max_length=9, choices=Seat.choices)
    decision = models.CharField("quyết định thành lập, kiện toàn", max_length=120)
    valid_from = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày", null=True, blank=True)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên ban chỉ đạo"
        ordering = ["area_path", "pk"]
        constraints = [
            one_of("committeemember", "seat", Seat.values),
            days_in_order("committeemember", "valid_from", "last_day", LEFT),
            models.UniqueConstraint(
                name="committeemember_once",
                fields=["area", "agency", "name", "valid_from"],
                nulls_distinct=False,
                violation_error_message="Thành viên này đã có trong sổ.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Charge(KeptLine):
    """An area or a task that a member of the committee looks after from a day."""

    member = models.ForeignKey(
        CommitteeMember, on_delete=models.PROTECT, related_name="charges"
    )
    place = models.ForeignKey(
        Area,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="địa bàn phụ trách",
    )
    text = models.CharField("nhiệm vụ", max_length=300)

    class Meta(KeptLine.Meta):
        verbose_name = "phân công"

    def __str__(self) -> str:
        return self.text


class HelperQuerySet(KeptQuerySet):
    """Helpers of households one may see."""

    def told(self) -> Self:
        """With `visited_on` (the last visit) and `visits_made` (how many)."""
        return self.annotate(visited_on=Max("visits__on"), visits_made=Count("visits"))


@pghistory.track(model_name="HelperHistory")
class Helper(KeptRow):
    """Who was assigned to help a household, while it lasts."""

    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="helpers", verbose_name="hộ"
    )
    name = models.CharField("người giúp đỡ", max_length=120)
    office = models.CharField("đơn vị, chức vụ", max_length=200)
    aim = models.CharField("giúp đỡ việc gì", max_length=300)
    valid_from = models.DateField("từ ngày")
    last_day = models.DateField("đến hết ngày", null=True, blank=True)

    objects = HelperQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công giúp đỡ hộ"
        ordering = ["area_path", "pk"]
        constraints = [
            days_in_order("helper", "valid_from", "last_day", LEFT),
            models.UniqueConstraint(
                name="helper_once",
                fields=["household", "agency", "name", "valid_from"],
                nulls_distinct=False,
                violation_error_message="Người này đã được phân công giúp hộ từ ngày ấy.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.household.head_name}"


class Visit(KeptLine):
    """What a helper saw on a visit, and what comes next."""

    helper = models.ForeignKey(Helper, on_delete=models.PROTECT, related_name="visits")
    text = models.CharField("ghi nhận khi đến thăm", max_length=600)
    next_step = models.CharField("việc tiếp theo", max_length=300, blank=True)

    class Meta(KeptLine.Meta):
        verbose_name = "lần đến thăm"

    def __str__(self) -> str:
        return self.text
