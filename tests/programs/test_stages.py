"""Stages of works: in their order, on their version, cleared on purpose only."""

from datetime import date

import pytest
from django.urls import reverse

from core.errors import RightMissing, StaleVersion
from programs.choices import ActivityStatus
from programs.models import Activity
from programs.rules.work import StageAhead, StageBackwards
from programs.selectors.work import stages_of
from programs.services.stages import (
    StageFacts,
    StageOfStopped,
    StageUnknown,
    record_stage,
)
from programs.services.work import propose
from tests.programs.money import make_project
from tests.programs.test_work import END, START, plan

django_db = pytest.mark.django_db


@django_db
def test_stages_of_a_work_follow_each_other_and_hold_its_version(
    commune, commune_officer, outsider
):
    project = make_project("DA1")
    row = propose(plan(commune, project, "works", planned={}), by=commune_officer)
    begun = StageFacts("start", done_on=date(2024, 5, 2), value=1_250_000_000)
    record_stage(row, begun, by=commune_officer, version=1)
    with pytest.raises(StaleVersion):
        record_stage(row, begun, by=commune_officer, version=1)
    early = StageFacts("accept", done_on=date(2024, 5, 1))
    with pytest.raises(StageBackwards, match=r"Khởi công.*02/05/2024"):
        record_stage(row, early, by=commune_officer, version=2)
    with pytest.raises(StageAhead):
        record_stage(row, StageFacts("accept", done_on=END), by=commune_officer, version=2)
    with pytest.raises(StageUnknown):
        record_stage(row, StageFacts("herd"), by=commune_officer, version=2)
    with pytest.raises(RightMissing):
        record_stage(row, begun, by=outsider, version=2)
    record_stage(row, StageFacts("start", planned_on=START), by=commune_officer, version=2)
    told = {name: (one.planned_on, one.value) for name, one in stages_of(row)}
    assert told["Khởi công"] == (START, 1_250_000_000)  # what is not told stays
    told = {name: (one.planned_on, one.value) for name, one in stages_of(row)}
    assert told["Quyết toán hoàn thành"] == (None, None)


@django_db
def test_stages_are_cleared_on_purpose_and_not_of_stopped_work(commune, commune_officer):
    project = make_project("DA1")
    row = propose(plan(commune, project, "works", planned={}), by=commune_officer)
    begun = StageFacts("start", done_on=date(2024, 5, 2), value=5)
    record_stage(row, begun, by=commune_officer, version=1)
    cleared = StageFacts("start", planned_on=START, clear=True)
    record_stage(row, cleared, by=commune_officer, version=2)
    told = {name: (one.planned_on, one.value) for name, one in stages_of(row)}
    assert told["Khởi công"] == (START, None)
    Activity.objects.update(status=ActivityStatus.STOPPED)
    with pytest.raises(StageOfStopped):
        record_stage(row, begun, by=commune_officer, version=3)


@django_db
def test_page_of_a_work_takes_its_stages(client, commune, commune_officer):
    project = make_project("DA1")
    row = propose(plan(commune, project, "works", planned={}), by=commune_officer)
    client.force_login(commune_officer)
    told = {"stage": "start", "done_on": "2024-05-02", "value": "1.250.000.000"}
    address = reverse("work-stage", args=[row.public_id])
    assert client.post(address, told | {"version": "1"}).status_code == 302
    page = client.get(reverse("work-detail", args=[row.public_id])).content.decode()
    assert "1.250.000.000" in page
    wrong = told | {"stage": "bid", "done_on": "2024-06-02", "version": "2"}
    answer = client.post(address, wrong)
    assert answer.status_code == 400
    assert "không được trước" in answer.content.decode()
