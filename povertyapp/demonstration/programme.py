"""Which agency leads what, where projects run, and made-up money of one year."""

from datetime import date
from typing import Any

from accounts.models import Agency, User
from areas.models import Area
from core.dates import playing
from core.text import name_norm
from povertyapp.reference import read_json
from programs.choices import EntryKind, Fund, Nature, Part
from programs.models import Allocation, Applicability, Assignment, Project
from programs.services.money import Decision, Purpose, Receiver, give, share
from programs.services.spending import Entry, spend

YEAR = 2024
MILLION = 1_000_000
GIVEN, TO_DISTRICT = 5_000 * MILLION, 1_200 * MILLION
TO_COMMUNES = {
    "Đăk Ang": 400 * MILLION,
    "Đăk Nông": 250 * MILLION,
    "Sa Loong": 150 * MILLION,
}
PAID = 120 * MILLION


def load_assignments() -> None:
    """Leads of the Ninh Thuận plan, projects of the Phú Thọ plan: as the plans say."""
    raws = read_json("programme-assignments.json")
    assert isinstance(raws, list)  # noqa: S101 - our own file
    for raw in raws:
        day = date(raw["year"], 1, 1)
        area = Area.objects.valid_on(day).get(code=raw["area"], level="province")
        for lead in raw["leads"]:
            _lead(area, raw, *lead)
        for code, yes in raw["applies"].items():
            Applicability.objects.create(
                project=project_of(code),
                area=area,
                area_path=area.path,
                year=raw["year"],
                applies=yes,
                source=raw["source"],
            )


def project_of(code: str) -> Project:
    """A project of the frame 2021-2025."""
    return Project.objects.get(programme__code="GN2021-2025", code=code)


def _lead(
    area: Area, raw: dict[str, Any], code: str, part: str, name: str, slip: str = ""
) -> None:
    """A lead as the plan names it; what the plan itself gets wrong is said beside it."""
    project = project_of(code)
    Assignment.objects.create(
        project=project,
        sub_project=project.sub_projects.get(code=part) if part else None,
        agency=_agency(area, name),
        area=area,
        area_path=area.path,
        year=raw["year"],
        part=Part.LEAD,
        source=f"{raw['source']} ({slip})" if slip else raw["source"],
    )


def _agency(area: Area, name: str) -> Agency:
    """The office of that name, however its dashes and capitals are written."""
    plain = "".join(c for c in name_norm(name) if c.isalnum())
    for agency in Agency.objects.filter(area=area):
        if "".join(c for c in name_norm(agency.name) if c.isalnum()) == plain:
            found: Agency = agency
            return found
    return Agency.objects.create(area=area, name=name)


def load_money(province: Area, district: Area, users: dict[str, User]) -> None:
    """DA2 of 2024 in Kon Tum: given, shared to Ngọc Hồi and communes, partly paid.

    Every figure is made up and says so.
    """
    purpose = Purpose(project_of("DA2"), None, YEAR, Nature.RECURRENT, Fund.CENTRAL)
    with playing(date(YEAR, 1, 20)):
        top = give(
            purpose,
            Receiver(province),
            GIVEN,
            _decision("MH-10/QĐ-UBND", date(YEAR, 1, 15)),
            by=_fresh(users["kontum.canbo"]),
        )
        (held,) = share(
            top,
            {Receiver(district): TO_DISTRICT},
            _decision("MH-11/QĐ-UBND", date(YEAR, 1, 18)),
            by=_fresh(users["kontum.canbo"]),
            version=None,
        )
    with playing(date(YEAR, 2, 10)):
        parts = {
            Receiver(Area.objects.get(parent=district, name=name)): amount
            for name, amount in TO_COMMUNES.items()
        }
        decision = _decision("MH-12/QĐ-UBND", date(YEAR, 2, 5))
        by = _fresh(users["ngochoi.canbo"])
        made = share(held, parts, decision, by=by, version=None)
    _pay(made[0], users["dakang.canbo"])


def _pay(allocation: Allocation, officer: User) -> None:
    for month in (4, 6):
        day = date(YEAR, month, 20)
        with playing(day):
            entry = Entry(EntryKind.PAYMENT, day, PAID, "Mô hình nuôi bò (minh họa)")
            spend(allocation, entry, by=_fresh(officer), version=None)


def _fresh(user: User) -> User:
    """The person with the grants of the day that is played."""
    found: User = User.objects.get(pk=user.pk)
    return found


def _decision(number: str, day: date) -> Decision:
    return Decision(number, day, "", "Giao vốn giảm nghèo năm 2024 (số liệu minh họa)")
