"""Applying a read list of supports: all good lines in one transaction."""

from collections.abc import Callable, Sequence

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from core.batches import batches
from core.db import broken_constraint
from core.errors import DomainError
from households.choices import RowOutcome
from office import jobs
from office.choices import ImportStatus
from office.imports import ask_job
from office.models import ImportRun, Job
from programs.models import ImportedSupport
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
        for part in batches(self._rows().iterator(BATCH), BATCH):
            self._batch(part)
        retell(self.touched)
        self.run.status = ImportStatus.APPLIED
        self.run.save(update_fields=["status"])
        keep_refused_supports(self.run)

    def _rows(self) -> QuerySet[ImportedSupport]:
        new = self.run.supports.filter(outcome=RowOutcome.NEW)
        return new.select_related("household").only(
            *("run", "position", "row", "facts", "faults", "outcome"),
            *(f"household__{name}" for name in NEEDED),
        )

    def _batch(self, rows: Sequence[ImportedSupport]) -> None:
        share = min(95, 10 + 85 * rows[-1].position // self.total)
        self.reporter.note("Đang ghi hỗ trợ", share)
        wanted = {
            row.pk: Wanted(row.household, given_of(row.facts, self.policies, self.agency))
            for row in rows
            if row.household is not None
        }
        judge_lines(list(wanted.values()), self.by)
        good = []
        for row in rows:
            line = wanted[row.pk]
            if line.why_not:
                self._drop(row, RowOutcome.REFUSED, line.why_not)
            elif line.held:
                self._drop(row, RowOutcome.UNCHANGED, "")
            elif line.answer is not None:
                good.append((line.answer, line.given))
        record_all(good, by=self.by)
        self.touched |= sums_touched(good)

    def _drop(self, row: ImportedSupport, outcome: RowOutcome, why: str) -> None:
        """Changed since the file was read: refused, or recorded by somebody else."""
        row.outcome = outcome
        if why:
            row.faults = [*row.faults, {"cell": f"A{row.row}", "value": "", "reason": why}]
        row.save(update_fields=["outcome", "faults"])
