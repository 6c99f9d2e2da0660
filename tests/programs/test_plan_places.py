"""Ninh Thuận 1335 and Phú Thọ 1485: every project, policy, agency and fund has its place."""

from pathlib import Path

import pytest

from povertyapp.demonstration.programme import load_assignments
from povertyapp.reference import load_reference
from programs.choices import Fund, Nature, Part
from programs.kinds import kinds
from programs.models import (
    Applicability,
    Assignment,
    Norm,
    Policy,
    Project,
    SubProject,
)
from programs.registers import REGISTERS

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
TEXTS = {"1335": "1335-2022", "1485": "1485-2024"}
YEARS = {"1335": 2022, "1485": 2024}


def rows():
    """Plan, words and place of each line of the table."""
    text = (ROOT / "docs" / "plan-places.md").read_text(encoding="utf-8")
    lines = [line.strip("| ").split(" | ") for line in text.splitlines() if "| 1" in line]
    return [tuple(line) for line in lines]


def plan_text(plan):
    path = ROOT / "data" / "plans" / "work" / f"{TEXTS[plan]}.txt"
    return path.read_text(encoding="utf-8")


def stands(plan, kind, key, words):
    """Whether a place of the table is there in the loaded data."""
    project, _, part = key.partition(" ")
    told = {
        "project": lambda: Project.objects.filter(code=key),
        "part": lambda: SubProject.objects.filter(project__code=project, code=part),
        "policy": lambda: Policy.objects.filter(code=key),
        "kind": lambda: key in kinds(),
        "checks": lambda: len(kinds()[key].checks) == 4,
        "fund": lambda: key in Fund.values,
        "register": lambda: key in REGISTERS,
        "norm": lambda: key in {field.name for field in Norm._meta.get_fields()},
        "nature": lambda: key in Nature.values,
        "applies": lambda: Applicability.objects.filter(
            project__code=key, year=YEARS[plan], applies=True
        ),
        "lead": lambda: Assignment.objects.filter(
            project__code=project,
            sub_project__code=part or None,
            agency__name__iexact=words,
            year=YEARS[plan],
            part=Part.LEAD,
        ),
    }[kind]()
    return told if isinstance(told, bool) else told.exists()


@pytest.fixture
def loaded(areas):
    load_reference()
    load_assignments()


def test_words_are_the_plans_own():
    missing = [words for plan, words, _ in rows() if words not in plan_text(plan)]
    assert not missing
    assert len(rows()) > 70


def test_every_place_is_there(loaded):
    gone = []
    for plan, words, place in rows():
        kind, _, keys = place.partition(" ")
        wrong = [key for key in keys.split(", ") if not stands(plan, kind, key, words)]
        gone += [(plan, words, kind, key) for key in wrong]
    assert not gone


def test_nothing_of_the_frame_is_left_out(loaded):
    """Each project and part, each lead that the plans name, each yes of Phú Thọ is told."""
    told = {(plan, place) for plan, _, place in rows()}
    places = {key for _, place in told for key in place.partition(" ")[2].split(", ")}
    assert {p.code for p in Project.objects.filter(area=None)} <= places | {""}
    parts = SubProject.objects.filter(project__code__in=["DA3", "DA4", "DA6", "DA7"])
    assert {f"{p.project.code} {p.code}" for p in parts} <= places
    leads = Assignment.objects.filter(year=2022).values_list("agency__name", flat=True)
    words = {words.lower() for _, words, place in rows() if place.startswith("lead")}
    assert {name.lower() for name in leads} == words
    assert {kind for kind in kinds() if kind != "other"} - {"production"} <= places
