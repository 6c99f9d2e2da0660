"""A background job one started can be stopped from its page, by nobody else."""

from uuid import uuid4

import pytest
from django.urls import reverse

from households.services.listing.taking import upload_list
from office.choices import JobStatus
from office.jobs import run as run_job
from office.models import Job
from tests.households.listing.books import FAMILY, book, upload

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def run(settings, tmp_path, commune, commune_officer):
    settings.MEDIA_ROOT = tmp_path
    return upload_list(
        upload(book(FAMILY)), commune=commune, commune_round=None, by=commune_officer
    )


def stop(client, job):
    url = reverse("job-cancel", args=[job.public_id])
    return client.post(url, {"request_key": str(uuid4())})


def test_who_asked_stops_the_reading_and_reads_again_later(client, run, commune_officer):
    client.force_login(commune_officer, BACKEND)
    page = reverse("list-import", args=[run.public_id])
    assert "Hủy việc này" in client.get(page).content.decode()
    answer = stop(client, run.job)
    assert answer.url == page
    run_job(run.job.public_id)  # the worker comes too late
    assert Job.objects.get(pk=run.job.pk).status == JobStatus.CANCELLED
    shown = client.get(page).content.decode()
    assert "Đọc lại tệp" in shown
    assert "Hủy việc này" not in shown


def test_a_colleague_finds_no_button_and_no_such_job(client, run, commune_leader):
    client.force_login(commune_leader, BACKEND)
    page = client.get(reverse("list-import", args=[run.public_id])).content.decode()
    assert "Hủy việc này" not in page
    assert stop(client, run.job).status_code == 404
    assert Job.objects.get(pk=run.job.pk).status == JobStatus.QUEUED
