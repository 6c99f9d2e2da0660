"""Smallest valid objects, every field overridable, nothing random."""

from datetime import date

from accounts.models import RoleGrant, User
from areas.models import Area
from areas.services import _insert
from core.text import name_norm
from households.models import (
    CommuneRound,
    Household,
    Member,
    Person,
    Recognition,
    Residence,
    Review,
    Round,
)
from office.models import Document
from targets.models import Indicator

FIRST_DAY = date(2019, 1, 1)


def make_nation():
    return Area.objects.create(
        code="VN",
        name="Việt Nam",
        name_norm="viet nam",
        level="nation",
        path="/",
        source="x",
    )


def make_area(parent, *, level, code, name, kind="Xã", **fields):
    area = Area(
        parent=parent,
        level=level,
        code=code,
        name=name,
        name_norm=name_norm(name),
        kind=kind,
        source="thử nghiệm",
        **fields,
    )
    _insert([area])
    return area


def make_user(username, role=None, area=None, *, by=None, **fields):
    home = area or Area.objects.filter(level="nation").first() or make_nation()
    user = User.objects.create(username=username, full_name=username, area=home, **fields)
    if role is not None:
        RoleGrant.objects.create(
            user=user, role=role, area=area, valid_from=FIRST_DAY, granted_by=by
        )
    return user


def make_household(
    commune, *, code="H1", head="A Blong", size=1, group="Xơ Đăng", **fields
):
    district = commune.parent if commune.parent.level == "district" else None
    household = Household.objects.create(
        code=code,
        head_name=head,
        head_name_norm=name_norm(head),
        size=size,
        ethnic_minority=group != "Kinh",
        province=district.parent if district else commune.parent,
        district=district,
        commune=commune,
        area_path=commune.path,
        **fields,
    )
    Residence.objects.create(
        household=household,
        commune=commune,
        area_path=commune.path,
        size=size,
        ethnic_minority=household.ethnic_minority,
    )
    for number in range(size):
        person = Person.objects.create(
            full_name=f"{head} {number}" if number else head,
            name_norm=name_norm(head),
            sex="male",
            ethnic_group=group,
            birth_year=1980,
        )
        Member.objects.create(
            household=household, person=person, relation="other" if number else "head"
        )
    return household


def make_round(
    area, communes, *, year=2020, by, standard="2016-2020", procedure="2016-2021"
):
    opened = Round.objects.create(
        year=year,
        kind="periodic",
        area=area,
        area_path=area.path,
        standard=standard,
        procedure=procedure,
        opens_on=date(year, 9, 1),
        closes_on=date(year, 12, 14),
        opened_by=by,
    )
    return [
        CommuneRound.objects.create(
            round=opened, commune=c, area_path=c.path, status="survey"
        )
        for c in communes
    ]


def make_review(commune_round, household, **fields):
    values = {"class_before": "poor", "size": household.size} | fields
    return Review.objects.create(
        commune_round=commune_round,
        household=household,
        commune=commune_round.commune,
        area_path=household.area_path,
        **values,
    )


def make_document(area, *, number="01/QĐ-UBND", day=date(2019, 12, 24)):
    return Document.objects.create(
        kind="decision",
        number=number,
        date=day,
        title="Công nhận",
        area=area,
        area_path=area.path,
        issuer="UBND",
    )


def make_recognition(household, commune_round, document, *, recorded_at, **fields):
    values = {"klass": "poor", "valid_from": document.date} | fields
    return Recognition.objects.create(
        household=household,
        commune_round=commune_round,
        commune=household.commune,
        area_path=household.area_path,
        size=household.size,
        ethnic_minority=household.ethnic_minority,
        document=document,
        recorded_at=recorded_at,
        **values,
    )


def make_indicator():
    return Indicator.objects.create(
        code="poor_reduction",
        name="Số hộ nghèo giảm",
        unit="hộ",
        aggregation="reduction",
        source="computed",
        base="poor",
    )
