"""What is written reads back as it was: import(export(x)) = x, whatever x is."""

import os

import openpyxl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from households.choices import Cause, Education, Group, PrintKind, Work
from households.models import Household, Person, Review
from households.services.printing import ask_paper
from households.services.reviews import Answers, save_review
from households.standards import needs, standards
from office.jobs import run as run_job
from tests.households.listing.books import FAMILY, WIDOW, book
from tests.households.listing.test_import import outcomes, snapshot

pytestmark = pytest.mark.django_db
TRY = settings(
    max_examples=int(os.environ.get("FUZZ_EXAMPLES", "2")) * 4,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
LAYOUTS = [PrintKind.LIST_MEMBERS, PrintKind.LIST_HOUSEHOLDS, PrintKind.LIST_TEMPLATE]
TEXT = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=40
).map(lambda text: " ".join(text.split()))


def some(values):
    """Some of the values, in their order."""
    known = list(values)
    return st.sets(st.sampled_from(known)).map(lambda s: [v for v in known if v in s])


ANSWERS = st.fixed_dictionaries(
    {
        "score_b1": st.integers(0, 999),
        "deprivations": some(standards()["2022-2026"].indicator_keys),
        "causes": some(Cause.values),
        "groups": some(Group.values),
        "needs": some(needs()),
        "wishes": TEXT,
    }
)
PERSON = st.fixed_dictionaries(
    {
        "insured": st.sampled_from([True, False, None]),
        "studying": st.sampled_from([True, False, None]),
        "education": st.sampled_from(["", *Education.values]),
        "work": st.sampled_from(["", *Work.values]),
        "disabled": st.booleans(),
        "monthly_allowance": st.booleans(),
        "merit": st.booleans(),
    }
)
DWELLING = st.fixed_dictionaries(
    {
        "address": TEXT,
        "area_m2": st.one_of(
            st.none(), st.decimals("0.1", "999.9", places=1, allow_nan=False)
        ),
        "native_minority": st.booleans(),
    }
)


def listed(layout):
    """How many households stand on a layout: the official sheets name the poor."""
    if layout != PrintKind.LIST_MEMBERS:
        return Review.objects.count()
    return Review.objects.filter(klass__in=["poor", "near_poor"]).count()


@pytest.fixture
def hands(read, apply):
    return read, apply


@pytest.fixture
def sent(item, commune_officer):
    return item, commune_officer


@TRY
@given(
    layout=st.sampled_from(LAYOUTS),
    answers=st.lists(ANSWERS, min_size=2, max_size=2),
    persons=st.lists(PERSON, min_size=4, max_size=4),
    dwelling=DWELLING,
)
def test_written_list_changes_nothing_when_it_comes_back(
    sent, hands, layout, answers, persons, dwelling
):
    (read, apply), (item, commune_officer) = hands, sent
    with transaction.atomic():
        apply(read(book(FAMILY + WIDOW)))
        for review, told in zip(Review.objects.order_by("pk"), answers, strict=True):
            facts = {"finish": True, "by": commune_officer, "version": 1}
            save_review(review, answers=Answers(**told), **facts)
        for person, facts in zip(Person.objects.order_by("pk"), persons, strict=True):
            Person.objects.filter(pk=person.pk).update(**facts)
        Household.objects.update(**dwelling)
        paper = ask_paper(layout, item, None, by=commune_officer)
        run_job(paper.job.public_id)
        paper.refresh_from_db()
        before = snapshot()
        run = read(openpyxl.load_workbook(paper.file.content.path))
        changes = [row.changes for row in run.households.all()]
        assert outcomes(run) == ["unchanged"] * listed(layout), changes
        apply(run)
        assert snapshot() == before
        transaction.set_rollback(True)
