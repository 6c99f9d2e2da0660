"""A small country of random years: forms, decisions, households on and off the lists."""

import os
from datetime import date, timedelta

from django.utils import timezone

from households.choices import Cause, Group
from households.models import CommuneRound, Member, Person, Recognition
from households.standards import standard_on
from tests.factories import make_document, make_household, make_review, make_round

YEAR, DAY, EVE = 2023, date(2023, 12, 31), date(2022, 12, 31)
INDICATORS = [i.key for i in standard_on(DAY).indicators]
CLASSES = ("poor", "near_poor", "not_poor")
SEEDS = [int(n) for n in os.environ.get("FORMS_SEEDS", "1,2,3").split(",")]


def random_form(dice, home_round, home):
    make_review(
        home_round,
        home,
        deprivations=dice.sample(INDICATORS, dice.randrange(6)),
        causes=dice.sample(Cause.values, dice.randrange(4)),
        groups=dice.sample(Group.values, dice.randrange(3)),
    )


def random_household(dice, commune, number):
    group = dice.choice(["Kinh", "Xơ Đăng", "Giẻ Triêng", "Ba Na"])
    home = make_household(
        commune,
        code=f"{commune.code}-{number}",
        head=f"Hộ {number}",
        size=dice.randrange(1, 6),
        group=group,
        native_minority=group == "Xơ Đăng",
    )
    for member in Member.objects.filter(household=home):
        Person.objects.filter(pk=member.person_id).update(
            birth_year=dice.randrange(1950, 2023),
            birth_date=dice.choice([None, date(dice.randrange(2005, 2022), 6, 15)]),
            malnourished=dice.choice([None, True, False]),
            insured=dice.choice([None, True, False]),
            studying=dice.choice([None, True, False]),
        )
    return home


def random_years(dice, district, communes, officer):
    """Five years of decisions: each household on and off the lists."""
    recorded = timezone.now() - timedelta(days=1)
    homes = [random_household(dice, c, n) for c in communes for n in range(14)]
    open_rows = {}
    for year in range(2019, 2024):
        rounds = make_round(district, communes, year=year, by=officer)
        CommuneRound.objects.filter(round__year=year).update(status="recognised")
        by_commune = {r.commune_id: r for r in rounds}
        day = date(year, 12, dice.randrange(1, 28))
        paper = make_document(district, number=str(year), day=day)
        for home in homes:
            if dice.random() < 0.3:
                continue  # keeps the class it has
            home_round = by_commune[home.commune_id]
            random_form(dice, home_round, home)
            before = open_rows.get(home.pk)
            if before is not None:
                Recognition.objects.filter(pk=before).update(valid_to=day)
            row = Recognition.objects.create(
                household=home,
                commune_round=home_round,
                commune=home.commune,
                area_path=home.area_path,
                klass=dice.choice(CLASSES),
                size=dice.randrange(1, 7),
                ethnic_minority=home.ethnic_minority,
                document=paper,
                valid_from=day,
                recorded_at=recorded,
            )
            open_rows[home.pk] = row.pk
