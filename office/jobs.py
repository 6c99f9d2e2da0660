"""Long work through an outbox: the row is the truth, the broker a wake-up.

A service enqueues; after commit one generic task is sent by name (a dead broker is
tolerated, the sweeper sends again). The upper apps register a handler for each kind.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerDown

from accounts.models import User
from areas.models import Area
from core.dates import playing, today
from core.db import broken_constraint
from core.errors import DomainError, RightMissing
from office.choices import LIVE_JOBS, JobStatus
from office.files import REASONS
from office.models import Job
from office.notices import notify

log = logging.getLogger(__name__)
TASK = "povertyapp.run_job"
MAX_ATTEMPTS = 4
BEAT_SECONDS = 2.0


class AlreadyRunning(DomainError):
    """One live job per kind and key."""

    code = "job_one_live_per_key"
    message = "Việc này đang chạy; hãy chờ xong hoặc hủy trước khi chạy lại."


class Cancelled(Exception):
    """The officer asked to stop, or the attempt lost its claim."""


@dataclass(frozen=True, slots=True)
class Handler:
    """What runs a kind of job, and what the bell says when it ends."""

    run: "Callable[[Job, Reporter], Callable[[], None]]"
    title: str
    url: Callable[[Job], str]


HANDLERS: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Name what runs jobs of `kind`; called once, from `ready()`."""
    HANDLERS[kind] = handler


def enqueue(kind: str, *, key: str, params: dict[str, object], area: Area, by: User) -> Job:
    """Insert a job inside the caller's transaction and wake a worker after commit."""
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                key=key,
                params=params,
                area_path=area.path,
                day=today(),
                created_by=by,
            )
    except IntegrityError as error:
        if broken_constraint(error) == "job_one_live_per_key":
            raise AlreadyRunning from error
        raise
    transaction.on_commit(lambda: wake(job.public_id))
    return job


def wake(public_id: UUID) -> bool:
    """Send the wake-up; a dead broker is no error, the sweeper tries again."""
    try:
        current_app.send_task(TASK, args=[str(public_id)], retry=False)
    except (BrokerDown, OSError):
        log.warning("broker not reachable; job %s waits for the sweeper", public_id)
        return False
    return True


class Reporter:
    """Progress, heartbeat and cancel of one attempt, each a short transaction."""

    def __init__(self, job: Job, token: UUID) -> None:
        self.job = job
        self.token = token
        self._noted: dict[str, Any] = {}

    def _mine(self) -> Q:
        return Q(pk=self.job.pk, token=self.token, status=JobStatus.RUNNING)

    def say(self, stage: str, progress: int) -> None:
        """Tell the waiting page what is being done; stop if asked to."""
        live = Job.objects.filter(self._mine(), cancel_requested=False)
        if not live.update(stage=stage, progress=progress, heartbeat_at=timezone.now()):
            raise Cancelled

    def note(self, stage: str, progress: int) -> None:
        """The same from within the last transaction: the next heartbeat carries it."""
        self._noted = {"stage": stage, "progress": progress}

    def beat(self) -> None:
        """Say that this attempt lives, and what it last noted."""
        Job.objects.filter(self._mine()).update(heartbeat_at=timezone.now(), **self._noted)


def _claim(public_id: UUID) -> tuple[Job, UUID] | None:
    with transaction.atomic():
        job = (
            Job.objects.select_for_update(skip_locked=True)
            .filter(public_id=public_id, status=JobStatus.QUEUED)
            .first()
        )
        if job is None:
            return None
        token = uuid4()
        now = timezone.now()
        job.status, job.token = JobStatus.RUNNING, token
        job.attempts += 1
        job.started_at = job.heartbeat_at = now
        job.save(
            update_fields=["status", "token", "attempts", "started_at", "heartbeat_at"]
        )
        return job, token


def _finish(job: Job, token: UUID, effect: Callable[[], None]) -> None:
    """Write effect and `done` in one transaction, if the claim still holds."""
    held = Job.objects.filter(
        pk=job.pk, token=token, status=JobStatus.RUNNING, cancel_requested=False
    )
    if not held.exists():
        raise Cancelled
    with transaction.atomic():
        effect()
        # the row is locked only now: heartbeats of a long effect must not wait for it
        ended = {"progress": 100, "stage": "", "finished_at": timezone.now()}
        if not held.update(status=JobStatus.DONE, **ended):
            raise Cancelled
        _tell(job, JobStatus.DONE)


@transaction.atomic
def _close(job: Job, token: UUID, status: JobStatus, message: str) -> None:
    """End an attempt that still holds its claim; who lost it changes and tells nothing."""
    mine = Job.objects.filter(pk=job.pk, token=token, status=JobStatus.RUNNING)
    if mine.update(status=status, message=message, stage="", finished_at=timezone.now()):
        _tell(job, status)


def _tell(job: Job, status: JobStatus) -> None:
    """One line on the bell, in the transaction that ended the job."""
    handler = HANDLERS.get(job.kind)
    if handler is not None:
        text = f"{handler.title}: {status.label.lower()}"
        notify(job.created_by, text=text, url=handler.url(job))


def run(public_id: UUID) -> None:
    """Run one queued job to its end; a job somebody else claimed is left alone."""
    claimed = _claim(public_id)
    if claimed is None:
        return
    job, token = claimed
    reporter = Reporter(job, token)
    stop = threading.Event()
    beating = threading.Thread(target=_keep_beating, args=(reporter, stop), daemon=True)
    beating.start()
    try:
        _attempt(job, token, reporter)
    finally:
        stop.set()
        beating.join()


def _attempt(job: Job, token: UUID, reporter: Reporter) -> None:
    """Run the handler; every end but a lost database is written on the job's row."""
    try:
        with playing(job.day if settings.DEMONSTRATION else None):
            _finish(job, token, HANDLERS[job.kind].run(job, reporter))
    except Cancelled:
        _close(job, token, JobStatus.CANCELLED, "Đã hủy theo yêu cầu.")
    except (DomainError, RightMissing) as error:  # rights end, too, while a job waits
        _close(job, token, JobStatus.FAILED, str(error))
    except OSError as error:
        log.exception("job %s", job.public_id)
        reason = REASONS.get(error.errno or 0, "kho tệp không ghi được")
        _close(job, token, JobStatus.FAILED, f"Không ghi được tệp: {reason}.")
    except OperationalError:
        raise
    except Exception:
        log.exception("job %s", job.public_id)
        _close(job, token, JobStatus.FAILED, "Lỗi hệ thống; quản trị đã được ghi nhận.")
        raise


def _keep_beating(reporter: Reporter, stop: threading.Event) -> None:
    try:
        while not stop.wait(BEAT_SECONDS):
            try:
                reporter.beat()
            except OperationalError:
                connection.close()
    finally:
        connection.close()


@transaction.atomic
def cancel(job: Job) -> Job:
    """Ask a job to stop; one that has not begun ends at once."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status == JobStatus.QUEUED:
        job.status = JobStatus.CANCELLED
        job.finished_at = timezone.now()
    job.cancel_requested = True
    job.save(update_fields=["status", "cancel_requested", "finished_at"])
    return job


def sweep() -> int:
    """Wake what waits, put back what lost its worker, fail what died too often."""
    now = timezone.now()
    lost_before = now - timedelta(seconds=settings.JOB_LOST_SECONDS)
    lost = Job.objects.filter(status=JobStatus.RUNNING, heartbeat_at__lt=lost_before)
    running = Job.objects.filter(status=JobStatus.RUNNING)
    _end_all(
        running.filter(started_at__lt=now - timedelta(seconds=settings.JOB_LIMIT_SECONDS)),
        JobStatus.FAILED,
        "Chạy quá lâu nên đã bị dừng; hãy thử lại với phạm vi nhỏ hơn.",
    )
    _end_all(
        lost.filter(attempts__gte=MAX_ATTEMPTS),
        JobStatus.FAILED,
        "Máy xử lý dừng giữa chừng nhiều lần; hãy thử lại sau.",
    )
    _end_all(
        lost.filter(cancel_requested=True), JobStatus.CANCELLED, "Đã hủy theo yêu cầu."
    )
    lost.update(status=JobStatus.QUEUED, token=None, stage="chạy lại sau khi bị ngắt")
    waiting = Job.objects.filter(
        status=JobStatus.QUEUED, created_at__lt=now - timedelta(seconds=3)
    )
    ids = list(waiting.order_by("pk").values_list("public_id", flat=True)[:200])
    return sum(wake(public_id) for public_id in ids)


@transaction.atomic
def _end_all(jobs: QuerySet[Job], status: JobStatus, message: str) -> None:
    """End jobs whose attempt is gone; each person is told."""
    for job in jobs.select_for_update(of=("self",)).select_related("created_by"):
        ended = {"message": message, "stage": "", "finished_at": timezone.now()}
        Job.objects.filter(pk=job.pk).update(status=status, **ended)
        _tell(job, status)


def live_job(kind: str, key: str) -> Job | None:
    """The waiting or running job of that kind and key."""
    return Job.objects.filter(kind=kind, key=key, status__in=LIVE_JOBS).first()
