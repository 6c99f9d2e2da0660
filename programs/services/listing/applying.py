"""Applying a read list of supports: all good lines in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from accounts.models import User
from core.batches import batches
from core.db import among, broken_constraint
from core.errors import DomainError
from households.choices import RowOutcome
from households.models import Household
from office import jobs
from office.choices import ImportStatus
from office.imports import ask_job
from office.models import ImportRun, Job
from programs.services.listing.judging import (
    NEEDED,
    Wanted,
    given_of,
    judge_lines,
    policy_versions,
)
from programs.services.listing.refused import keep_refused_supports
from programs.services.listing.taking import agency_of_run, lock_supports
from programs.services.support_sums import SumKey, retell
from programs.services.supports import SupportedAlready, record_all, sums_touched

APPLY_JOB = "apply_support_list"
BATCH = 5000

Line = tuple[int, int, int, dict[str, Any]]  # id, position, household, facts


class RacedSupport(DomainError):
    """Somebody recorded one of these supports while the list was being written."""

    code = "support_list_raced"
    message = (
        "Trong lúc nhập, có người vừa ghi một hỗ trợ của danh sách này. Chưa có gì được "
        "ghi; hãy bấm nhập lại."
    )


@transaction.atomic
def ask_applying_supports(run: ImportRun, *, by: User) -> Job:
    """Apply in the background; one live job per list."""
    return ask_job(lock_supports(run, by), APPLY_JOB, by=by)


def apply_supports(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Check once more who asks; the returned effect writes everything, or nothing."""
    run = ImportRun.objects.get(public_id=job.params["import"])
    reporter.say("Đang ghi hỗ trợ", 10)

    def effect() -> None:
        try:
            _Applying(lock_supports(run, job.created_by), job.created_by, reporter).write()
        except IntegrityError as error:
            if broken_constraint(error) != SupportedAlready.code:
                raise
            raise RacedSupport from error

    return effect


class _Applying:
    """One application of a run, inside the job's last transaction."""

    def __init__(self, run: ImportRun, by: User, reporter: jobs.Reporter) -> None:
        self.run, self.by, self.reporter = run, by, reporter
        self.agency = agency_of_run(run)
        self.policies = policy_versions()
        self.total = max(1, run.supports.count())
        self.touched: set[SumKey] = set()

    def write(self) -> None:
        """Good lines batch by batch, judged once more; then their sums and the answer."""
        for part in batches(self._rows(), BATCH):
            self._batch(part)
        retell(self.touched)
        self.run.status = ImportStatus.APPLIED
        self.run.save(update_fields=["status"])
        keep_refused_supports(self.run)

    def _rows(self) -> Iterator[Line]:
        """Id, position, household and facts of each good line; no model a line."""
        new = self.run.supports.filter(outcome=RowOutcome.NEW)
        told = new.values_list("pk", "position", "household_id", "facts")
        return told.iterator(BATCH)

    def _batch(self, rows: Sequence[Line]) -> None:
        share = min(95, 10 + 85 * rows[-1][1] // self.total)
        self.reporter.note("Đang ghi hỗ trợ", share)
        seen = Household.objects.filter(among("pk", {home for _, _, home, _ in rows}))
        homes = {home.pk: home for home in seen.only(*NEEDED)}
        wanted = {
            pk: Wanted(homes[home], given_of(facts, self.policies, self.agency))
            for pk, _, home, facts in rows
        }
        judge_lines(list(wanted.values()), self.by)
        good = []
        for pk, line in wanted.items():
            if line.why_not:
                self._drop(pk, RowOutcome.REFUSED, line.why_not)
            elif line.held:
                self._drop(pk, RowOutcome.UNCHANGED, "")
            elif line.answer is not None:
                good.append((line.answer, line.given))
        record_all(good, by=self.by)
        self.touched |= sums_touched(good)

    def _drop(self, pk: int, outcome: RowOutcome, why: str) -> None:
        """Changed since the file was read: refused, or recorded by somebody else."""
        row = self.run.supports.get(pk=pk)
        row.outcome = outcome
        if why:
            row.faults = [*row.faults, {"cell": f"A{row.row}", "value": "", "reason": why}]
        row.save(update_fields=["outcome", "faults"])
