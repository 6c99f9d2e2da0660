"""Celery's doors: run a job, sweep, check. Each is one line to a service."""

import time
from uuid import UUID

from celery import shared_task
from celery.signals import worker_process_init
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

from accounts.services import disable_unused, pass_on_grants
from core.dates import today
from office import jobs
from office.requests import forget_request_keys
from povertyapp.invariants import log_broken

BEAT_KEY = "beat-seen"


@shared_task(name="povertyapp.run_job")
def run_job(public_id: str) -> None:
    """Run one job if nobody else has it."""
    jobs.run(UUID(public_id))


@shared_task(name="povertyapp.sweep_jobs")
def sweep_jobs() -> None:
    """Wake waiting jobs, put back lost ones; note that beat lives."""
    cache.set(BEAT_KEY, time.time(), timeout=300)
    jobs.sweep()


@shared_task(name="povertyapp.nightly")
def nightly() -> None:
    """Check the invariants, close unused accounts, pass on grants, forget old keys."""
    log_broken()
    disable_unused(timezone.now())
    pass_on_grants(today())
    forget_request_keys(timezone.now())


@worker_process_init.connect
def _forget_connections(**_kwargs: object) -> None:
    """A forked worker opens its own connections."""
    connections.close_all()
