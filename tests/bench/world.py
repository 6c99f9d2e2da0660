"""Provinces of any size, made by COPY: villages, households, a recognised and an open year."""

import csv
import io
import random
from datetime import date

from django.db import connection
from django.utils import timezone

from accounts.choices import Role
from accounts.models import RoleGrant
from core.copying import take_ids
from core.ids import new_id
from core.text import name_norm
from households.choices import Klass, RoundStatus
from households.models import (
    CommuneRound,
    Confirmation,
    Household,
    Member,
    Person,
    Recognition,
    Residence,
    Review,
    ReviewRequest,
    Round,
)
from households.services.recognition import write_tallies
from office.models import Document
from tests import factories

COMMUNES = 100
USUAL = 3000  # households of the commune that is alike in every province
FIRST_DAY, DECIDED, OPENED = date(2019, 1, 1), date(2025, 12, 1), date(2026, 9, 1)
TODAY = date(2026, 10, 1)
FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý A Y".split()
GIVEN = "An Bình Châu Dung Đức Giang Hà Hòa Hùng Lan Linh Long Mai Nam Nga Sơn Thảo".split()


def copy(model, columns, rows):
    """Rows into a table whose triggers and overlap checks are off while it fills."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    for row in rows:
        writer.writerow(["\\N" if value is None else value for value in row])
    buffer.seek(0)
    table = model._meta.db_table
    sql = f"COPY {table} ({columns.replace(' ', ', ')}) FROM STDIN WITH (FORMAT csv, NULL '\\N')"
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.copy_expert(sql, buffer)
        cursor.execute("SET session_replication_role = origin")


def prepare():
    """The nation, an administrator; the costly overlap indexes go: nothing reads them."""
    nation = factories.make_nation()
    admin = factories.make_user("administrator", Role.ADMINISTRATOR, nation)
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE households_residence DROP CONSTRAINT residence_one_place_per_day"
        )
        cursor.execute(
            "ALTER TABLE households_recognition DROP CONSTRAINT recognition_one_class_per_day"
        )
    return nation, admin


def make_province(nation, admin, *, households, code):
    """A province of 100 communes; a tenth of the households are on the lists."""
    province = factories.make_area(
        nation, level="province", code=code, name=f"Tỉnh {households}", kind="Tỉnh"
    )
    officer = factories.make_user(
        f"officer{code}", Role.PROVINCE_OFFICER, province, by=admin
    )
    RoleGrant.objects.filter(user=officer).update(valid_from=FIRST_DAY)
    communes = [
        factories.make_area(
            province,
            level="commune",
            code=f"{code}{n:03d}",
            name=f"Xã {n}",
            urban=n % 5 == 0,
        )
        for n in range(COMMUNES)
    ]
    dice = random.Random(households)
    ids = take_ids(Household, households + USUAL)
    homes = [_home(pk, dice, communes[n % COMMUNES]) for n, pk in enumerate(ids[USUAL:])]
    # a commune does not grow with the country: one of the same size stands in each
    usual = factories.make_area(province, level="commune", code=f"{code}999", name="Xã vừa")
    communes.append(usual)
    homes += [_home(pk, dice, usual) for pk in ids[:USUAL]]
    _write_homes(homes, province)
    _write_spouses(homes)
    _years(province, officer, communes, homes[::10])
    _papers(officer, homes[::100])
    return province, officer


def _home(pk, dice, commune):
    name = f"{dice.choice(FAMILY)} {dice.choice(GIVEN)} {dice.choice(GIVEN)}"
    return pk, name, dice.randint(1, 8), dice.random() < 0.4, commune


def _write_homes(homes, province):
    copy(
        Household,
        "id public_id code head_name head_name_norm size ethnic_minority "
        "province_id commune_id area_path is_demo version",
        (
            (pk, new_id(), f"B{pk}", name, name_norm(name), size, dtts)
            + (province.pk, commune.pk, commune.path, False, 1)
            for pk, name, size, dtts, commune in homes
        ),
    )
    copy(
        Residence,
        "household_id commune_id area_path size ethnic_minority valid_from",
        ((pk, c.pk, c.path, size, dtts, FIRST_DAY) for pk, _, size, dtts, c in homes),
    )


def _write_spouses(homes):
    """One more person a household, of a name that the head does not bear."""
    dice = random.Random(len(homes))
    ids = take_ids(Person, len(homes))
    names = [" ".join(dice.choice(GIVEN) for _ in range(4)) for _ in homes]
    copy(
        Person,
        "id public_id full_name name_norm birth_year sex ethnic_group is_demo",
        (
            (pk, new_id(), name, name_norm(name), 1950 + pk % 40, "female", "Kinh", False)
            for pk, name in zip(ids, names, strict=True)
        ),
    )
    copy(
        Member,
        "public_id household_id person_id relation valid_from",
        (
            (new_id(), home[0], pk, "spouse", FIRST_DAY)
            for home, pk in zip(homes, ids, strict=True)
        ),
    )
    clean = "ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE"
    with connection.cursor() as cursor:
        for model in (Person, Member):
            cursor.execute(f"{clean} {model._meta.db_table}")


def _papers(officer, asking):
    """A request and a confirmation for one household in a hundred."""
    shared = "public_id household_id commune_id area_path year number "
    told = [
        (pk, c.pk, c.path, 2026, number)
        for number, (pk, _, _, _, c) in enumerate(asking, 1)
    ]
    copy(
        ReviewRequest,
        shared + "kind applicant reason received_on appointment_on status answer "
        "recorded_by_id version",
        (
            (new_id(), *row, "join", "A", "", TODAY, TODAY, "received", "", officer.pk, 1)
            for row in told
        ),
    )
    copy(
        Confirmation,
        shared + "day klass basis asked_by purpose issued_by_id issued_at",
        (
            (new_id(), *row, TODAY, "poor", "x", "A", "x", officer.pk, timezone.now())
            for row in told
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE households_reviewrequest, households_confirmation")


def _years(province, officer, communes, listed):
    """2025 recognised, 2026 open: half of the forms done."""
    decision = Document.objects.create(
        kind="decision",
        number=f"1/{province.code}",
        date=DECIDED,
        title="x",
        area=province,
        area_path=province.path,
        issuer="x",
    )
    past = _round(province, officer, 2025, date(2025, 9, 1))
    now = _round(province, officer, 2026, OPENED)
    before = _commune_rounds(past, communes, RoundStatus.RECOGNISED)
    current = _commune_rounds(now, communes, RoundStatus.SURVEY)
    moment = timezone.now()
    copy(
        Recognition,
        "public_id household_id commune_round_id commune_id area_path klass size "
        "ethnic_minority document_id valid_from recorded_at",
        (
            (new_id(), pk, before[c.pk].pk, c.pk, c.path, _klass(pk), size, dtts)
            + (decision.pk, DECIDED, moment)
            for pk, _, size, dtts, c in listed
        ),
    )
    copy(
        Review,
        "public_id commune_round_id household_id commune_id area_path origin status "
        "class_before size ethnic_minority urban score_b1 deprivations suggestions causes "
        "wishes klass explanation updated_at version",
        (
            (new_id(), current[c.pk].pk, pk, c.pk, c.path, "managed")
            + _answer(pk, size, dtts, c, moment)
            for pk, _, size, dtts, c in listed
        ),
    )
    # a short run inside one test's transaction cannot vacuum
    clean = "ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE"
    with connection.cursor() as cursor:
        for model in (Household, Residence, Recognition, Review):
            cursor.execute(f"{clean} {model._meta.db_table}")
    for commune in communes:
        write_tallies(before[commune.pk], decision)


def _answer(pk, size, dtts, commune, moment):
    done = pk % 20 == 0
    klass = _klass(pk)
    return (
        *("done" if done else "todo", klass, size, dtts, commune.urban),
        *(
            118 if done else None,
            "{}",
            "{}",
            "{}",
            "",
            klass if done else "",
            "",
            moment,
            1,
        ),
    )


def _klass(pk):
    return Klass.POOR.value if pk % 3 else Klass.NEAR_POOR.value


def _round(province, officer, year, opens):
    return Round.objects.create(
        year=year,
        kind="periodic",
        area=province,
        area_path=province.path,
        standard="2022-2026",
        procedure="2025-hai-cap",
        opens_on=opens,
        closes_on=date(year, 12, 14),
        opened_by=officer,
    )


def _commune_rounds(found, communes, status):
    made = CommuneRound.objects.bulk_create(
        CommuneRound(
            round=found,
            commune=commune,
            area_path=commune.path,
            status=status,
            due_on=found.closes_on,
        )
        for commune in communes
    )
    return {item.commune_id: item for item in made}
