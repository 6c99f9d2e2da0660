"""Recording the stages a work passes: when planned, when reached, for what value."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from core.dates import today
from core.db import check_version
from core.errors import DomainError, RightMissing
from programs.choices import ActivityStatus
from programs.models import Activity, WorkStage
from programs.rules.work import check_stages
from programs.selectors.acting import works_on


class StageUnknown(DomainError):
    """Each kind of work has its own stages."""

    code = "workstage_unknown"
    message = "{kind} không có giai đoạn này."


@dataclass(frozen=True, slots=True)
class StageFacts:
    """A stage as entered; what is not told stays as it was. Unit: đồng.

    `clear` takes back all that was told of the stage before.
    """

    stage: str
    planned_on: date | None = None
    done_on: date | None = None
    value: int | None = None
    note: str = ""
    clear: bool = False


class StageOfStopped(DomainError):
    """Only work that is planned, done or under way passes stages."""

    code = "workstage_stopped"
    message = "Hoạt động đang ở bước “{now}”; chưa ghi được giai đoạn."


@transaction.atomic
def record_stage(
    activity: Activity, told: StageFacts, *, by: User, version: int | None
) -> WorkStage:
    """Say of one stage when it was planned and reached; said again, it is corrected."""
    rows = Activity.objects.select_for_update(of=("self",))
    row: Activity = rows.select_related("area", "agency__area").get(pk=activity.pk)
    check_version(row, version)
    if not works_on(by, row):
        raise RightMissing(area=str(row.agency or row.area.full_name))
    if told.stage not in {one.key for one in row.what.stages}:
        raise StageUnknown(kind=row.what.name)
    if not row.is_open and row.status != ActivityStatus.DONE:
        raise StageOfStopped(now=row.get_status_display())
    made = row.stages.filter(stage=told.stage).first() or WorkStage(stage=told.stage)
    made.activity = row
    for name in ("planned_on", "done_on", "value", "note"):
        value = getattr(told, name)
        if told.clear or value not in (None, ""):
            setattr(made, name, value)
    held = dict(row.stages.values_list("stage", "done_on")) | {told.stage: made.done_on}
    reached = [(one.name, held.get(one.key)) for one in row.what.stages]
    check_stages([(name, day) for name, day in reached if day], on=today())
    made.save()
    row.version += 1
    row.save(update_fields=["version"])
    return made
