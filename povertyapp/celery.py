"""Celery: one generic task runs any job, beat sweeps and checks."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "povertyapp.settings")
app = Celery("povertyapp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    broker_connection_retry_on_startup=True,
    # no message may be lost for long: a killed worker's task is given back within seconds
    broker_transport_options={
        "visibility_timeout": 3600,
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
    },
    task_ignore_result=True,  # the job's row is the result
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    beat_schedule={
        "sweep-jobs": {"task": "povertyapp.sweep_jobs", "schedule": 5.0},
        "calendar": {  # every hour: what a stopped server missed is made up for
            "task": "povertyapp.tend_calendar",
            "schedule": crontab(minute=7),
        },
        "figures": {"task": "povertyapp.count_figures", "schedule": 120.0},
        "nightly": {
            "task": "povertyapp.nightly",
            "schedule": crontab(hour=2, minute=30),
        },
    },
)
app.autodiscover_tasks(["povertyapp"])
