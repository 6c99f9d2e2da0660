"""Every pair of states under every procedure: allowed steps move, all others leave no trace."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import transaction

from areas.selectors import superior
from core.dates import playing, today
from core.errors import DomainError
from households import rules
from households.choices import RoundStatus
from households.models import Posting, VillageMeeting
from households.rules.procedure import TRANSITIONS, taker
from households.services.procedure import opine, post_list
from households.services.reviews import Answers, save_review
from households.services.rounds import Decision, decide, move_round
from households.standards import procedures
from office.choices import DocumentKind
from office.documents import DocumentFacts
from office.models import Step
from tests.factories import make_household, make_review, make_round

PAIRS = list(product(RoundStatus, RoundStatus))
DAYS = {"2016-2021": date(2020, 10, 20), "2022-2025": date(2024, 10, 20)}
DAYS |= {"2025-hai-cap": date(2025, 10, 20), "2022-thuong-xuyen": date(2024, 10, 20)}


@pytest.mark.parametrize("code", list(procedures()))
@pytest.mark.parametrize(("start", "to"), PAIRS)
def test_rule_offers_exactly_the_steps_of_the_file(code, start, to):
    procedure = procedures()[code]
    written = [s for s in procedure.steps if (s.start, s.to) == (start, to)]
    if written:
        assert to in TRANSITIONS[start], "a file names a step the machine does not know"
        assert rules.check_step(procedure, start, to) == written[0]
        return
    with pytest.raises(rules.WrongStep) as refused:
        rules.check_step(procedure, start, to)
    text = str(refused.value)
    assert start.label in text
    assert to.label in text
    for step in rules.next_steps(procedure, start):
        assert f"“{step.to.label}” ({taker(step)})" in text, "who can change it"


@pytest.fixture(params=list(DAYS))
def ready(request, db, district, commune, district_officer, commune_officer):
    """A round in which everything a step may ask for is there already."""
    with playing(DAYS[request.param]):
        standard = "2016-2020" if request.param == "2016-2021" else "2022-2026"
        item = make_round(
            district,
            [commune],
            year=today().year,
            by=district_officer,
            standard=standard,
            procedure=request.param,
        )[0]
        review = make_review(item, make_household(commune))
        poor = Answers(score_b1=110, deprivations=[])
        save_review(review, answers=poor, finish=True, by=commune_officer, version=1)
        facts = {"commune_round": item, "area_path": item.area_path}
        facts["recorded_by"] = commune_officer
        VillageMeeting.objects.create(
            **facts, held_on=today(), chair="x", present=9, agreeing=9, agreed=True
        )
        week_ago = today() - timedelta(days=9)
        Posting.objects.create(
            **facts, posted_on=week_ago, ends_on=week_ago + timedelta(days=5), places="x"
        )
        yield item


def act(item, to, by):
    """Take one step by the service that takes it."""
    if to == RoundStatus.POSTED:
        return post_list(item, posted_on=today(), places="x", by=by)
    if to == RoundStatus.OPINED:
        letter = DocumentFacts(
            kind=DocumentKind.LETTER, number="1/CV", date=today(), title="x", signer="x"
        )
        area = superior(item.commune, today())
        return opine([item], letter=letter, scan=None, area=area, by=by)
    if to == RoundStatus.RECOGNISED:
        return decide(item, decision=Decision("1/QĐ", today(), "x"), scan=None, by=by)
    return move_round(item, to=to, by=by, note="lý do")


def test_every_pair_through_the_services(
    ready, commune_officer, commune_leader, district_officer, district_leader
):
    people = {
        ("commune", "round.decide"): commune_leader,
        ("superior", "round.decide"): district_leader,
        ("superior", "round.opinion"): district_officer,
        ("superior", "round.open"): district_officer,
    }
    procedure = procedures()[ready.round.procedure]
    steps = {(s.start, s.to): s for s in procedure.steps}
    for start, to in PAIRS:
        step = steps.get((start, to))
        by = people.get((step.by, step.right), commune_officer) if step else commune_officer
        hung_again = (start, to) == (RoundStatus.POSTED, RoundStatus.POSTED)
        with transaction.atomic():
            type(ready).objects.filter(pk=ready.pk).update(status=start)
            ready.refresh_from_db()
            before = Step.objects.count()
            try:
                act(ready, to, by)
                moved = True
            except DomainError:
                moved = False
            ready.refresh_from_db()
            if step is not None:
                assert (moved, ready.status) == (True, to), (start, to)
                assert Step.objects.count() == before + 1, (start, to)
            else:
                assert moved == (hung_again and bool(procedure.posting_days)), (start, to)
                assert (ready.status, Step.objects.count()) == (start, before), (start, to)
            transaction.set_rollback(True)
