"""What happened to households, recorded so that it can be undone by another record."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from areas.models import Area
from areas.scope import ScopedQuerySet
from core.ids import new_id
from households.choices import EventKind, MoveStatus
from households.models.household import Household
from office.models import APPEND_ONLY


class EventQuerySet(models.QuerySet[Any]):
    """Events by household, without those that were taken back."""

    def touching(self, household_ids: list[int]) -> Self:
        """Events of these households, as the one or the other."""
        return self.filter(
            Q(household_id__in=household_ids) | Q(other_id__in=household_ids)
        )

    def standing(self) -> Self:
        """Events that count: neither undone nor an undoing."""
        return self.exclude(kind=EventKind.UNDONE).filter(undone_by__isnull=True)


class HouseholdEvent(models.Model):
    """Something that happened to a household, on a day, recorded by a person.

    `changes` holds every row the event wrote, before and after: what undoing needs.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    household = models.ForeignKey(
        Household, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField("việc", max_length=12, choices=EventKind.choices)
    day = models.DateField("ngày")
    other = models.ForeignKey(
        Household, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField("nội dung", max_length=300, blank=True)
    changes: Any = models.JSONField(default=list)
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "biến động của hộ"
        ordering = ["day", "pk"]
        triggers = [APPEND_ONLY]
        constraints = [
            models.CheckConstraint(
                name="householdevent_kind_is_known",
                condition=Q(kind__in=EventKind.values),
                violation_error_code="householdevent_kind_is_known",
                violation_error_message="Loại biến động không hợp lệ.",
            ),
            models.CheckConstraint(
                name="householdevent_undoing_names_what_it_undoes",
                condition=Q(kind=EventKind.UNDONE, undoes__isnull=False)
                | (~Q(kind=EventKind.UNDONE) & Q(undoes__isnull=True)),
                violation_error_code="householdevent_undoing_names_what_it_undoes",
                violation_error_message="Hoàn tác phải chỉ rõ việc được hoàn tác.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household}: {self.get_kind_display()}"


class MoveQuerySet(ScopedQuerySet):
    """Moves, seen from both ends."""

    def visible_to(self, user: Any, right: str) -> "MoveQuerySet":
        """Moves out of or into the areas where the person holds the right."""
        inside = Q(pk__in=[])
        for path in user.scope_paths(right):
            inside |= Q(from_path__startswith=path) | Q(to_path__startswith=path)
        return self.filter(inside)


class HouseholdMove(models.Model):
    """A household on its way to another commune: one proposes, the other accepts.

    Until the receiver accepts it counts where it was.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="moves")
    from_commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    from_path = models.CharField(max_length=80, db_index=True)
    to_commune = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    to_path = models.CharField(max_length=80, db_index=True)
    status = models.CharField(
        "tình trạng",
        max_length=10,
        choices=MoveStatus.choices,
        default=MoveStatus.PROPOSED,
    )
    note = models.CharField("lý do", max_length=300, blank=True)
    answer = models.CharField("trả lời", max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_on = models.DateField("ngày đề nghị")
    version = models.PositiveIntegerField(default=1)

    objects = MoveQuerySet.as_manager()

    class Meta:
        verbose_name = "chuyển hộ"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="householdmove_status_is_known",
                condition=Q(status__in=MoveStatus.values),
                violation_error_code="householdmove_status_is_known",
                violation_error_message="Tình trạng chuyển hộ không hợp lệ.",
            ),
            models.CheckConstraint(
                name="householdmove_goes_elsewhere",
                condition=~Q(from_commune=models.F("to_commune")),
                violation_error_code="householdmove_goes_elsewhere",
                violation_error_message="Nơi đến phải là một xã khác.",
            ),
            models.UniqueConstraint(
                name="householdmove_one_open_per_household",
                fields=["household"],
                condition=Q(status=MoveStatus.PROPOSED),
                violation_error_message="Hộ này đang chờ xã nơi đến tiếp nhận.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household}: {self.from_commune} → {self.to_commune}"
