"""The whole Ngọc Hồi year, loaded once for every test of this folder."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import Agency, RoleGrant, User
from accounts.services import create_token
from areas.models import Area
from core.dates import playing
from households.choices import PrintKind, RequestKind
from households.models import Household, HouseholdEvent, Objection, Review
from households.services.moves import propose_move
from households.services.printing import ask_paper
from households.services.requests import RequestFacts, receive_request
from office.jobs import run as run_job
from office.models import Job
from povertyapp.demonstration import load
from povertyapp.reference import load_reference
from programs.choices import ActivityStatus, Basis, Nature, Part
from programs.models import Allocation, Policy, Project
from programs.registers import REGISTERS
from programs.services.frame import Duty, assign
from programs.services.money import Decision
from programs.services.norms import (
    CriterionFacts,
    NormFacts,
    add_criterion,
    record_norm,
)
from programs.services.registers import enter_row
from programs.services.supports import Given, support_households
from programs.services.work import Delivery, Move, Proposal, deliver, move_on, propose
from reports.models import Edition, Errand, ReportRun, SavedTable, Submission
from targets.exports import ask_plan_table
from targets.models import HouseholdAim, Plan, TaskPart
from tests.year.tables import (
    area_id,
    check_of,
    import_run_of,
    list_of,
    money_list_of,
    support_list_of,
)

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The loaded year, and the folder that keeps its files."""
    kept = tmp_path_factory.mktemp("kept")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=kept):
        outer = transaction.atomic()
        outer.__enter__()
        load_reference()
        load()
        yield kept
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def day(world, db, settings):
    settings.DEMO_DATE = date(2020, 10, 1)
    settings.MEDIA_ROOT = world
    with playing(settings.DEMO_DATE):
        yield settings.DEMO_DATE


@pytest.fixture
def page_as(day):
    def client(username):
        found = Client()
        found.force_login(User.objects.get(username=username), BACKEND)
        return found

    return client


@pytest.fixture
def api_as(day):
    """A client that sends a token and, with every writing request, a new key."""

    class Caller(APIClient):
        def generic(self, method, *args, **kwargs):
            if method not in {"GET", "HEAD", "OPTIONS"}:
                headers = kwargs.pop("headers", None) or {}
                kwargs["headers"] = {"X-Request-Key": str(uuid4())} | headers
            return super().generic(method, *args, **kwargs)

    def caller(username):
        user = User.objects.get(username=username)
        _, text = create_token(user, name="kiểm thử")
        found = Caller()
        found.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
        return found

    return caller


def support_of(home, officer, day):
    """A support of the household, and where one is recorded."""
    policy = Policy.objects.get(code="credit")
    given = Given(policy, day, "x", exception="QĐ minh họa")
    (support,) = support_households([home], given, by=officer)
    return {
        "eligibility": home.public_id,
        "support-create": home.public_id,
        "support": support.public_id,
    }


def money_of(commune):
    """The commune's money of 2024, and who leads its project in the district."""
    money = Allocation.objects.get(area=commune)
    with playing(date(2024, 10, 1)):
        office = Agency.objects.filter(area=commune.parent).first()
        duty = Duty(money.project, None, office, 2024, Part.LEAD, "x")
        assignment = assign(duty, by=User.objects.get(username="ngochoi.canbo"))
    programme = money.project.programme
    return {
        "money": money.public_id,
        "assignment": assignment.public_id,
        "programme": programme.public_id,
    }


def work_of(commune, officer, day):
    """A class the commune's officer entered, and its result with a photo."""
    project = Project.objects.get(programme__code="GN2021-2025", code="DA4")
    with playing(date(2024, 10, 1)):
        told = Proposal(
            kind="vocational_class",
            name="Lớp may (kiểm thử)",
            project=project,
            sub_project=None,
            area=commune,
            agency=None,
            year=2024,
            starts_on=date(2024, 3, 1),
            ends_on=date(2024, 11, 30),
        )
        row = propose(told, by=officer)
        move_on(row, Move(ActivityStatus.RUNNING), by=officer, version=None)
        photo = SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 60)
        people = row.outputs.get(product="people")
        delivery = Delivery(date(2024, 5, 2), Decimal(3))
        entry = deliver(people, delivery, by=officer, evidence=photo)
    return {"work": row.public_id, "evidence": entry.public_id}


def norm_of(district, officer):
    """A norm of the district with a criterion whose figures are typed."""
    project = Project.objects.get(programme__code="GN2021-2025", code="DA4")
    with playing(date(2024, 10, 1)):
        facts = NormFacts(project, Nature.RECURRENT, 2024, 2025, None)
        signed = Decision("05/NQ-HĐND (kiểm thử)", date(2024, 1, 5), "x", "Định mức")
        norm = record_norm(district, facts, signed, by=officer)
        asked = CriterionFacts("Diện tích", "km²", Basis.ENTERED, Decimal(1))
        one = add_criterion(norm, asked, by=officer, version=1)
    return {"norm": norm.public_id, "norm-count": one.public_id}


def obstacle_of(commune, officer):
    """A difficulty the commune's officer named for the district to solve."""
    with playing(date(2024, 10, 1)):
        facts = {
            "area": commune,
            "text": "Thiếu vốn đối ứng (kiểm thử)",
            "raised_on": date(2024, 9, 1),
            "solver_area": commune.parent,
            "due_on": date(2024, 10, 20),
        }
        row = enter_row(REGISTERS["kho-khan"], facts, by=officer)
    return {"slug": "kho-khan", "register": row.public_id}


def figures_of(commune, officer):
    """A table the commune's officer kept, and work the district gave that officer."""
    table = SavedTable.objects.create(
        name="Bảng (kiểm thử)",
        area=commune,
        area_path=commune.path,
        owner=officer,
        question={"rows": "parts", "codes": "poor", "year": "2019", "day": "", "group": ""},
    )
    errand = Errand.objects.create(
        area=commune,
        area_path=commune.path,
        figure="x",
        address="/so-lieu/",
        text="Kiểm tra lại (kiểm thử)",
        due_on=date(2020, 10, 9),
        given_by=User.objects.get(username="ngochoi.canbo"),
        given_to=officer,
    )
    return {"saved-table": table.public_id, "errand": errand.public_id}


def reports_of(commune):
    """The commune's report that is being written, and the one that was signed."""
    owed = Submission.objects.filter(period__regime__code="ngoc-hoi-quy", area=commune)
    edition = Edition.objects.filter(submission__in=owed)[0]
    run_job(Job.objects.get(kind="write_edition", key=str(edition.public_id)).public_id)
    return {
        "regime": owed[0].period.regime.public_id,
        "submission": owed.get(status="open", period__number=3).public_id,
        "edition": edition.public_id,
    }


@pytest.fixture
def subjects(page_as, day):
    """One public id for every address that names a record: all of xã Đăk Ang's year."""
    village = Area.objects.get(name="1 (minh họa)", parent__code="23380")
    review = Review.objects.filter(
        commune_round__round__year=2020, household__village=village
    )[0]
    plan = Plan.objects.get(year=2021, area__code="611", area__level="district")
    line = plan.targets.get(area__code="23380", indicator__code="poor_reduction")
    run = import_run_of(plan.area, User.objects.get(username="ngochoi.canbo"))
    data = {"kind": "plan_result", "area": area_id("611"), "year": "2020"}
    page_as("ngochoi.canbo").post(reverse("report-ask"), data)
    report = ReportRun.objects.latest("pk")
    run_job(report.job.public_id)
    officer = User.objects.get(username="dakang.canbo")
    token, _ = create_token(officer, name="x")
    home = review.household
    event = HouseholdEvent.objects.create(
        household=home, kind="corrected", day=day, recorded_by=officer
    )
    move = propose_move(
        Household.objects.filter(commune=review.commune).last(),
        Area.objects.get(code="23395", level="commune"),
        note="",
        by=officer,
    )
    objection = Objection.objects.create(
        commune_round=review.commune_round,
        area_path=review.area_path,
        review=review,
        by_name="x",
        content="y",
        received_on=day,
        due_on=day,
        recorded_by=officer,
    )
    paper = ask_paper(PrintKind.POSTING, review.commune_round, None, by=officer)
    asked = receive_request(
        home,
        RequestFacts(kind=RequestKind.LEAVE, applicant="x", received_on=day),
        by=officer,
    )
    sent = list_of(officer, review.commune_round)
    parts = TaskPart.objects.filter(task__plan__document__number="252/KH-UBND")
    part = parts.filter(area=review.commune, task__due_on__isnull=False)[0]
    counted = check_of(User.objects.get(username="ngochoi.canbo"))
    export = ask_plan_table(plan, "", by=User.objects.get(username="ngochoi.canbo"))
    aim = HouseholdAim.objects.create(
        household=home,
        commune=home.commune,
        area_path=home.area_path,
        year=2020,
        aim="escape",
        registered_by=officer,
    )
    supports = support_list_of(officer)
    return {
        **money_of(home.commune),
        "support-import": supports.public_id,
        "support-apply": supports.public_id,
        "supports": supports.public_id,
        "support-remap": supports.public_id,
        "support-refused": supports.public_id,
        **support_of(home, officer, day),
        **work_of(home.commune, officer, day),
        **obstacle_of(home.commune, officer),
        **money_list_of(officer),
        **reports_of(home.commune),
        **norm_of(home.commune.parent, User.objects.get(username="ngochoi.canbo")),
        "export": export.public_id,
        "aim": aim.public_id,
        "task": part.public_id,
        "check": counted.public_id,
        "list": sent.public_id,
        "request-create": home.public_id,
        "request": asked.public_id,
        "confirmation": home.public_id,
        "printout": paper.public_id,
        "event": event.public_id,
        "move-answer": move.public_id,
        "move": home.public_id,
        "objection-create": review.public_id,
        "objection": objection.public_id,
        "recheck": review.public_id,
        "member": home.members.first().public_id,
        "household": review.household.public_id,
        "round": review.commune_round.public_id,
        "communeround": review.commune_round.public_id,
        "review": review.public_id,
        "plan": plan.public_id,
        "target": line.public_id,
        "objective-drop": line.public_id,
        "plan-import": run.public_id,
        "import": run.public_id,
        "report": report.public_id,
        "commune-of": home.commune.public_id,
        **figures_of(review.commune, officer),
        "job": report.job.public_id,
        "area": review.commune.public_id,
        "user": officer.public_id,
        "grant": RoleGrant.objects.get(user=officer).public_id,
        "token": token.public_id,
    }
