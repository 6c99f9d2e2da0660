"""Random years of events and decisions: what went out and in explains every total.

FUZZ_EXAMPLES sets how many years are played.
"""

import os
from datetime import date, timedelta
from itertools import combinations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.dates import playing
from core.errors import DomainError
from households.choices import Klass
from households.models import (
    CommuneRound,
    Household,
    Person,
    Recognition,
    Residence,
    Review,
    Round,
)
from households.rules.movement import LISTED
from households.selectors.movement import movements
from households.services import events, moves
from households.services.recognition import recognise
from households.services.registry import MemberFacts
from households.services.reviews import Answers, save_review
from households.standards import standards
from office.documents import add_step
from povertyapp.invariants import broken
from tests.factories import make_area, make_document, make_household, make_user
from tests.households.test_events import state

pytestmark = pytest.mark.django_db
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "6"))
START = date(2022, 1, 1)
HOMES = 4
PLAYED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # shrinking whole years takes hours
    suppress_health_check=list(HealthCheck),
)
KEYS = standards()["2022-2026"].indicator_keys
ACTS = "birth death leave back split merge dissolve move decide undo".split()


class Country:
    """Two communes of one district, their officers, and a clock that only goes on."""

    def __init__(self, district, communes, admin):
        self.district, self.communes = district, communes
        self.officers = {
            c.pk: make_user(f"cb{c.pk}", "commune_officer", c, by=admin) for c in communes
        }
        self.villages = {
            c.pk: make_area(c, level="village", code=f"V{c.pk}", name="1", kind="Thôn")
            for c in communes
        }
        self.day = START
        self.number = 0
        self.cuts = [START - timedelta(days=1)]
        for commune in communes:
            for n in range(HOMES):
                make_household(commune, code=f"H{commune.pk}-{n}", size=1 + n % 3)
        self.log = []
        self.classes = set()

    def pick(self, dice, commune):
        homes = Household.objects.standing().filter(commune=commune).order_by("pk")
        count = homes.count()
        return homes[dice % count] if count else None

    def act(self, name, dice, other):
        self.day += timedelta(days=1 + dice % 40)
        commune = self.communes[dice % 2]
        home = self.pick(dice, commune)
        if home is None:
            return
        with playing(self.day):
            try:
                getattr(self, name)(home, dice, other)
            except DomainError:
                return  # a rule said no: nothing may have changed, which the end checks

    def by(self, home):
        return self.officers[home.commune_id]

    def members(self, home):
        return [m.public_id for m in home.members.filter(valid_to=None).order_by("pk")]

    def keep(self, event):
        self.log.append(event)

    def birth(self, home, dice, other):
        self.number += 1
        # a made-up number of a boy born in this century: no province has 999
        card = f"9992{self.day.year % 100:02d}{self.number:06d}"
        facts = {"birth_year": self.day.year, "more": {"cccd": card}}
        line = MemberFacts("Bé", "child", "male", "Kinh", **facts)
        self.keep(events.add_person(home, line, born=True, day=self.day, by=self.by(home)))

    def death(self, home, dice, other):
        ids = self.members(home)
        facts = {"died": True, "day": self.day, "by": self.by(home)}
        heir = ids[1] if len(ids) > 1 else None
        self.keep(events.remove_person(home, ids[0], new_head=heir, **facts))

    def leave(self, home, dice, other):
        last = self.members(home)[-1]
        facts = {"died": False, "day": self.day, "by": self.by(home)}
        self.keep(events.remove_person(home, last, **facts))

    def back(self, home, dice, other):
        """Somebody who left a household joins one, perhaps of the other commune."""
        away = Person.objects.exclude(cccd_hash="").exclude(memberships__valid_to=None)
        person = away.order_by("pk").first()
        if person is None:
            return
        facts = {"birth_year": person.birth_year, "more": {"cccd": person.cccd}}
        line = MemberFacts("Bé", "child", "male", "Kinh", **facts)
        born = {"born": False, "day": self.day, "by": self.by(home)}
        self.keep(events.add_person(home, line, **born))

    def split(self, home, dice, other):
        self.number += 1
        last = self.members(home)[-1]
        facts = {"head": last, "code": f"S{self.number}", "day": self.day}
        self.keep(events.split(home, [last], **facts, by=self.by(home)))

    def merge(self, home, dice, other):
        into = self.pick(other, home.commune)
        self.keep(events.merge(home, into, day=self.day, by=self.by(home), version=None))

    def dissolve(self, home, dice, other):
        self.keep(events.dissolve(home, day=self.day, note="", by=self.by(home)))

    def move(self, home, dice, other):
        to = next(c for c in self.communes if c != home.commune)
        with transaction.atomic():  # a proposal that is not accepted was never made
            proposal = moves.propose_move(home, to, note="", by=self.by(home))
            village = self.villages[to.pk]
            self.keep(moves.accept_move(proposal, village, by=self.officers[to.pk]))

    def decide(self, home, dice, other):
        """Every household is reviewed, answer by answer; the chair recognises the result."""
        self.number += 1
        commune = home.commune
        opened = Round.objects.create(
            year=self.day.year,
            kind="off_cycle",
            month=1 + self.number % 12,
            area=commune,
            area_path=f"{commune.path}{self.number}/",
            standard="2022-2026",
            procedure="2022-2025",
            opens_on=self.day - timedelta(days=1),
            closes_on=self.day + timedelta(days=1),
            opened_by=self.by(home),
        )
        item = CommuneRound.objects.create(
            round=opened, commune=commune, area_path=commune.path, status="survey"
        )
        homes = Household.objects.standing().filter(commune=commune).order_by("pk")
        for n, h in enumerate(homes):
            self.review(item, h, dice * 7 + other * 3 + n * (1 + dice % 5))
        CommuneRound.objects.filter(pk=item.pk).update(status="submitted")
        document = make_document(self.district, number=f"{self.number}", day=self.day)
        recognise(item, document)
        add_step(item, status="recognised", by=self.by(home), document=document)
        self.cuts.append(self.day)

    def review(self, item, home, luck):
        """A form with some answers; what class they give is for the standard to say."""
        review = Review.objects.create(
            commune_round=item,
            household=home,
            commune=home.commune,
            area_path=home.area_path,
            class_before="poor",
            size=home.size,
        )
        answers = Answers(
            score_b1=(90, 139, 140, 141, 200)[luck % 5],
            deprivations=KEYS[: (0, 2, 3, 5)[luck % 4]],
            average_confirmed=luck % 3 == 0,
        )
        facts = {"finish": True, "by": self.by(home), "version": None}
        self.classes.add(save_review(review, answers=answers, **facts).klass)

    def undo(self, home, dice, other):
        if not self.log:
            return
        event = self.log[-1]
        event.refresh_from_db()
        events.undo(event, by=self.officers[event.household.commune_id])
        self.log.pop()


def count(area, klass, day):
    """Households and persons of a class, one row after the other."""
    rows = Recognition.objects.status_on(day).filter(klass=klass)
    found = [r for r in rows if r.area_path.startswith(area.path)]
    return len(found), sum(r.size for r in found)


def check(country):
    areas = [country.district, *country.communes]
    for first, last in combinations(country.cuts[-4:] + [country.day], 2):
        for area in areas:
            found = movements(area, first=first, last=last)
            for klass in LISTED:
                one = found[klass]
                opening, closing = count(area, klass, first), count(area, klass, last)
                assert (one.households.opening, one.persons.opening) == opening
                assert (one.households.closing, one.persons.closing) == closing
                for flows in (one.households, one.persons):
                    assert flows.computed == flows.closing, (
                        area,
                        klass,
                        first,
                        last,
                        flows,
                    )
                    assert all(getattr(flows, n) >= 0 for n in flows.__slots__)
            poor, near = found[Klass.POOR], found[Klass.NEAR_POOR]
            assert poor.households.to_listed == near.households.from_listed
            assert near.households.to_listed == poor.households.from_listed
            assert poor.persons.to_listed == near.persons.from_listed
            assert near.persons.to_listed == poor.persons.from_listed
    ended = Household.objects.filter(ended_on__isnull=False)
    assert not Residence.objects.on(country.day).filter(household__in=ended).exists()
    assert not broken()


@pytest.fixture
def country(district, commune, other_commune, administrator):
    return district, [commune, other_commune], administrator


@PLAYED
@given(
    acts=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 999), st.integers(0, 999)),
        min_size=6,
        max_size=26,
    )
)
def test_random_years_add_up_for_every_commune_and_class(country, acts):
    with transaction.atomic():
        land = Country(*country)
        land.act("decide", 1, 2)
        land.act("decide", 2, 1)
        for name, dice, other in acts:
            land.act(name, dice, other)
        check(land)
        transaction.set_rollback(True)


@PLAYED
@given(
    before=st.lists(
        st.tuples(st.sampled_from(ACTS), st.integers(0, 999), st.integers(0, 999)),
        max_size=8,
    ),
    act=st.sampled_from([a for a in ACTS if a not in {"decide", "undo"}]),
    dice=st.integers(0, 999),
)
def test_any_event_undone_leaves_the_state_it_found(country, before, act, dice):
    with transaction.atomic():
        land = Country(*country)
        land.act("decide", 1, 2)
        for name, one, other in before:
            land.act(name, one, other)
        homes = list(Household.objects.order_by("pk"))
        found, events_before = state(*homes), len(land.log)
        land.act(act, dice, dice + 1)
        if len(land.log) > events_before:
            assert not events.what_stands_in_the_way(land.log[-1])
            land.act("undo", 1, 1)
        assert state(*homes) == found
        transaction.set_rollback(True)


def test_years_that_are_played_meet_every_class(country):
    land = Country(*country)
    for dice in range(6):
        land.act("decide", dice, dice * 5)
    assert land.classes == set(Klass.values)
