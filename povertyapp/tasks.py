"""Celery's doors: run a job, sweep, check. Each is one line to a service."""

import logging
from collections.abc import Callable
from uuid import UUID

from celery import shared_task
from celery.signals import before_task_publish, worker_process_init
from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone

from accounts.services import disable_unused, pass_on_grants
from core.dates import playing, today
from office import jobs
from office.files import remove_orphans
from office.requests import forget_request_keys
from povertyapp.beat import note_beat
from povertyapp.invariants import log_broken
from reports.services.calendar import tend_calendar
from reports.services.measures import count_changed, count_recent

log = logging.getLogger(__name__)
SWEEP = "povertyapp.sweep_jobs"


@before_task_publish.connect(sender=SWEEP)
def note_that_beat_lives(**_kwargs: object) -> None:
    """Only beat sends the sweep: that it did is noted, whatever the worker does."""
    note_beat(settings.REDIS_URL)


@shared_task(name="povertyapp.run_job")
def run_job(public_id: str) -> None:
    """Run one job if nobody else has it."""
    jobs.run(UUID(public_id))


@shared_task(name=SWEEP)
def sweep_jobs() -> None:
    """Wake waiting jobs, put back lost ones."""
    jobs.sweep()


@shared_task(name="povertyapp.tend_calendar")
def tend_report_calendar() -> None:
    """Open the reports whose time has come, remind of those that wait."""
    day = settings.DEMO_DATE if settings.DEMONSTRATION else None
    with playing(day):
        tend_calendar(today())


@shared_task(name="povertyapp.count_figures")
def count_figures() -> None:
    """Count the communes behind whose figures something changed."""
    count_changed()


NIGHTLY: dict[str, Callable[[], object]] = {
    "invariants": log_broken,
    "unused accounts": lambda: disable_unused(timezone.now()),
    "grants of closed areas": lambda: pass_on_grants(today()),
    "old request keys": lambda: forget_request_keys(timezone.now()),
    "orphan files": remove_orphans,
    "figures of communes": count_recent,
}


@shared_task(name="povertyapp.nightly")
def nightly() -> None:
    """Every step of the night, each on its own: one that fails stops no other."""
    for name, step in NIGHTLY.items():
        try:
            step()
        except (DatabaseError, OSError):
            log.exception("nightly step failed: %s", name)


@worker_process_init.connect
def _forget_connections(**_kwargs: object) -> None:
    """A forked worker opens its own connections."""
    connections.close_all()
