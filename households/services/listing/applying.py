"""Applying a read list: all good rows in one transaction, the others with their reason."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction
from django.db.models import Max, QuerySet

from accounts.models import User
from core.batches import batches
from core.db import broken_constraint
from core.errors import DomainError, StaleVersion
from core.text import name_norm
from households.choices import Relation, RowOutcome
from households.models import (
    CommuneRound,
    Household,
    ImportedHousehold,
    Member,
    Person,
    Review,
)
from households.services.listing.matching import compare_again
from households.services.listing.newcomers import write_newcomers
from households.services.listing.refused import keep_refused
from households.services.listing.taking import lock_run, round_of
from households.services.listing.updating import update_from_list
from households.services.rounds import check_enterable, hold_state
from office import jobs
from office.choices import ImportStatus
from office.imports import ask_job
from office.models import ImportRun, Job

APPLY_JOB = "apply_household_list"
BATCH = 2000


class ChoiceNotOffered(DomainError):
    """Only an offered household, or a new one, can be chosen."""

    code = "choice_not_offered"
    message = "Hộ {name} không có lựa chọn này; hãy tải lại trang."


class ChangedSinceReading(DomainError):
    """Somebody edited the household or its form after the file was read."""

    code = "changed_since_reading"
    message = "hộ hoặc phiếu của hộ đã được sửa sau khi đọc tệp"


class RacedBySomebody(DomainError):
    """Somebody wrote the same number while the list was being written."""

    code = "raced"
    message = (
        "Trong lúc nhập, có người vừa ghi cùng một số CCCD. Chưa có gì được ghi; "
        "hãy bấm nhập lại."
    )


@transaction.atomic
def choose(run: ImportRun, position: int, household: Household | None, *, by: User) -> None:
    """A person says which household a doubtful row is; None: a new one."""
    locked = lock_run(run, by)
    row = locked.households.filter(position=position, outcome=RowOutcome.DOUBT).first()
    offered = {choice["household"] for choice in row.choices} if row else set()
    taken = household and locked.households.filter(household=household).exists()
    ours = household is None or (
        str(household.public_id) in offered
        and household.commune_id == locked.area_id
        and household.ended_on is None
    )
    if row is None or taken or not ours:
        raise ChoiceNotOffered(name=row.head_name if row else position)
    compare_again(row, household, locked.area, round_of(locked))
    row.save()


@transaction.atomic
def ask_applying(run: ImportRun, *, by: User) -> Job:
    """Apply in the background; one live job per list."""
    locked = lock_run(run, by)
    return ask_job(locked, APPLY_JOB, by=by)


def apply_list(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Check once more who asks; the returned effect writes everything, or nothing."""
    run = ImportRun.objects.get(public_id=job.params["import"])
    reporter.say("Đang ghi vào danh bạ", 10)

    def effect() -> None:
        try:
            _Applying(lock_run(run, job.created_by), job.created_by, reporter).write()
        except IntegrityError as error:
            if broken_constraint(error) not in RACES:
                raise
            raise RacedBySomebody from error

    return effect


RACES = {"person_cccd_once", "review_one_per_household_and_round"}


class _Applying:
    """One application of a run, inside the job's last transaction."""

    def __init__(self, run: ImportRun, by: User, reporter: jobs.Reporter) -> None:
        self.run, self.by, self.reporter = run, by, reporter
        self.round = self._lock_round()
        self.total = max(1, run.households.count())
        self.newest = Household.objects.aggregate(last=Max("pk"))["last"] or 0

    def _lock_round(self) -> CommuneRound | None:
        wanted = round_of(self.run)
        if wanted is None:
            return None
        held = hold_state(wanted.pk)
        check_enterable(held)
        return held

    def write(self) -> None:
        """Newcomers by COPY, known households by their services, then the answer."""
        self._refuse_undecided()
        for part in batches(self._rows(RowOutcome.NEW).iterator(BATCH), BATCH):
            self._newcomers(part)
        for row in (
            self._rows(RowOutcome.CHANGED).select_related("household").iterator(BATCH)
        ):
            self._change(row)
        self.run.status = ImportStatus.APPLIED
        self.run.save(update_fields=["status"])
        keep_refused(self.run)

    def _rows(self, outcome: RowOutcome) -> QuerySet[ImportedHousehold]:
        return self.run.households.filter(outcome=outcome)

    def _refuse_undecided(self) -> None:
        for row in self._rows(RowOutcome.DOUBT):
            _refuse(row, "chưa chọn đây là hộ nào")

    def _newcomers(self, rows: list[ImportedHousehold]) -> None:
        self.reporter.note("Đang ghi hộ mới", self._share(rows[-1]))
        cards = {m["card"] for row in rows for m in row.facts["members"] if m["card"]}
        held = set(
            Person.objects.filter(cccd_hash__in=cards).values_list("cccd_hash", flat=True)
        )
        namesakes = _Namesakes(self.run, rows, until=self.newest)
        free = []
        for row in rows:
            taken = [m for m in row.facts["members"] if m["card"] in held and m["card"]]
            others = namesakes.of(row)
            known = {*row.facts.get("chosen_new", []), *row.facts.get("seen", [])}
            if taken:
                _refuse(row, TAKEN_SINCE.format(name=taken[0]["name"]))
            elif others - known:
                _refuse(
                    row, "hộ cùng tên chủ hộ, cùng năm sinh vừa được ghi sau khi đọc tệp"
                )
            else:
                free.append(row)
        write_newcomers(free, self.run, self.round, by=self.by)

    def _change(self, row: ImportedHousehold) -> None:
        self.reporter.note("Đang cập nhật hộ đã có", self._share(row))
        home = row.household
        review = (
            Review.objects.filter(household=home, commune_round=self.round).first()
            if self.round
            else None
        )
        version = review.version if review else None
        try:
            if home is None or version != row.review_version:
                raise ChangedSinceReading
            with transaction.atomic():
                update_from_list(home, review, row, self.round, by=self.by)
        except (StaleVersion, ChangedSinceReading):
            _refuse(row, ChangedSinceReading.message)
        except ValidationError as error:
            _refuse(row, " ".join(error.messages))
        except (IntegrityError, DataError) as error:
            name = broken_constraint(error) or "dữ liệu không hợp lệ"
            _refuse(row, f"không ghi được: {name}")
        except DomainError as error:
            _refuse(row, str(error))

    def _share(self, row: ImportedHousehold) -> int:
        return min(95, 10 + 85 * row.position // self.total)


class _Namesakes:
    """Standing households that came since the reading and bear a newcomer's name.

    Households above `until` were written by this application itself.
    """

    def __init__(
        self, run: ImportRun, rows: list[ImportedHousehold], *, until: int
    ) -> None:
        heads = Member.objects.filter(
            valid_to=None,
            relation=Relation.HEAD,
            household__commune=run.area,
            household__ended_on__isnull=True,
            household__pk__lte=until,
            household__head_name_norm__in={name_norm(row.head_name) for row in rows},
        )
        self.heads: dict[str, list[Member]] = defaultdict(list)
        for head in heads.select_related("household", "person"):
            self.heads[head.household.head_name_norm].append(head)

    def of(self, row: ImportedHousehold) -> set[str]:
        """Households a newcomer may be: same head's name, no other year of birth."""
        leads = (m for m in row.facts["members"] if m["relation"] == Relation.HEAD)
        year = next((m["birth_year"] for m in leads), None)
        return {
            str(head.household.public_id)
            for head in self.heads[name_norm(row.head_name)]
            if None in {year, head.person.birth_year} or year == head.person.birth_year
        }


TAKEN_SINCE = "số CCCD của {name} vừa được ghi cho một người khác trong hệ thống"


def _refuse(row: ImportedHousehold, why: str) -> None:
    fault: dict[str, Any] = {"cell": f"A{row.first_row}", "value": "", "reason": why}
    row.faults = [*row.faults, fault | {"blocking": True}]
    row.outcome = RowOutcome.REFUSED
    row.save(update_fields=["faults", "outcome"])
