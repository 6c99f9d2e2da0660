"""Reference data every installation has: areas, indicators, the programme's frame."""

import json
from datetime import date
from pathlib import Path

from django.db import transaction

from areas.models import Area
from areas.services import load_map
from programs.models import Policy, Programme, Project, SubProject
from reports.models import ReportRegime
from targets.models import Indicator

PROGRAMMES = ("programme-2021-2025.json", "programme-2026-2030.json")
DATA = Path(__file__).resolve().parent.parent / "data"


def read_json(name: str) -> object:
    """One data file."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@transaction.atomic
def load_reference() -> dict[str, int]:
    """Load what is missing; a second call adds nothing."""
    counts = load_map(DATA)
    indicators = read_json("indicators.json")
    assert isinstance(indicators, list)  # noqa: S101 - our own file
    for raw in indicators:
        Indicator.objects.get_or_create(code=raw["code"], defaults=raw)
    for name in PROGRAMMES:
        _load_programme(name)
    _load_policies()
    _load_regimes()
    return {"areas": counts.areas, "successions": counts.successions}


def _load_policies() -> None:
    """Policies as the texts known here describe them; each says how sure it is."""
    policies = read_json("policies.json")
    assert isinstance(policies, list)  # noqa: S101 - our own file
    for raw in policies:
        first = date.fromisoformat(raw["valid_from"])
        told = {key: value for key, value in raw.items() if key != "valid_from"}
        code = told.pop("code")
        Policy.objects.get_or_create(code=code, valid_from=first, defaults=told)


def _load_regimes() -> None:
    """Report regimes as the texts known here describe them; each says how sure it is."""
    regimes = read_json("report-regimes.json")
    assert isinstance(regimes, list)  # noqa: S101 - our own file
    for raw in regimes:
        told = dict(raw)
        level, number, day = told.pop("area", ["nation", "", ""])
        areas = Area.objects.filter(level=level)
        if number:
            areas = areas.valid_on(date.fromisoformat(day)).filter(code=number)
        area = areas.get()
        facts = {"area": area, "area_path": area.path} | told
        for key in ("valid_from", "valid_to"):
            if key in facts:
                facts[key] = date.fromisoformat(facts[key])
        ReportRegime.objects.get_or_create(code=facts.pop("code"), defaults=facts)


def _load_programme(name: str) -> None:
    raw = read_json(name)
    assert isinstance(raw, dict)  # noqa: S101 - our own file
    programme, _ = Programme.objects.get_or_create(
        code=raw["code"],
        defaults={
            "name": raw["name"],
            "valid_from": date.fromisoformat(raw["valid_from"]),
            "valid_to": date.fromisoformat(raw["valid_to"]),
            "source": raw["source"],
        },
    )
    for item in raw["projects"]:
        project, _ = Project.objects.get_or_create(
            programme=programme,
            code=item["code"],
            defaults={
                "name": item["name"],
                "source": raw["source"],
                "designations": item.get("designations", []),
            },
        )
        for code, title, mark in item["parts"]:
            SubProject.objects.get_or_create(
                project=project, code=code, defaults={"name": title, "mark": mark}
            )
