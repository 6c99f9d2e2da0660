"""Households a list brings for the first time: written together by COPY."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from areas.choices import Level
from areas.models import Area
from areas.selectors import province_of
from core.copying import analyse_if_young, copy_rows, take_ids
from core.dates import today
from core.ids import new_id
from core.text import name_norm
from households import rules
from households.choices import EventKind, Klass, ListOrigin, Relation, ReviewStatus
from households.models import (
    CommuneRound,
    Household,
    HouseholdEvent,
    ImportedHousehold,
    Member,
    Person,
    Residence,
    Review,
)
from households.rules import Standard
from households.rules.suggestions import MemberSituation, groups_of
from households.selectors.lists import age_of, suggestions_of
from households.services.listing.facts import KeptMember
from households.services.listing.updating import answers_from, groups_from, is_whole
from households.services.reviews import class_review
from households.standards import standards
from office.models import ImportRun

FACTS = ("insured", "studying", "disabled", "monthly_allowance", "merit")
WORDS = ("education", "work")
PERSON = (
    "id public_id full_name name_norm birth_date birth_year sex ethnic_group cccd_sealed "
    "cccd_hash insured studying disabled monthly_allowance merit education work is_demo"
).split()
HOUSEHOLD = (
    "id public_id code head_name head_name_norm size ethnic_minority native_minority "
    "province_id district_id commune_id village_id area_path address area_m2 is_demo version"
).split()
REVIEW = (
    "public_id commune_round_id household_id commune_id area_path origin status "
    "class_before size ethnic_minority urban score_b1 deprivations deprived_total "
    "suggestions causes groups needs wishes klass explanation coming_klass "
    "reviewed_by_id updated_at version"
).split()


@dataclass(frozen=True, slots=True)
class _Newcomer:
    """A household with the ids it gets."""

    pk: int
    row: ImportedHousehold
    members: list[KeptMember]
    place: Area

    @property
    def head(self) -> KeptMember:
        return next(m for m in self.members if m.relation == Relation.HEAD)

    @property
    def minority(self) -> bool:
        return rules.is_minority(self.head.ethnic)


def write_newcomers(
    rows: Sequence[ImportedHousehold],
    run: ImportRun,
    commune_round: CommuneRound | None,
    *,
    by: User,
) -> None:
    """Persons, households, memberships, residences, their event and their form."""
    if not rows:
        return
    villages = Area.objects.in_bulk({r.facts["village"] for r in rows} - {None})
    ids = take_ids(Household, len(rows))
    homes = [
        _Newcomer(
            pk,
            row,
            [KeptMember(**m) for m in row.facts["members"]],
            villages.get(row.facts["village"], run.area),
        )
        for pk, row in zip(ids, rows, strict=True)
    ]
    copy_rows(Household, HOUSEHOLD, _household_rows(homes, run.area))
    _write_members(homes)
    copy_rows(
        Residence,
        "household_id commune_id area_path size ethnic_minority valid_from".split(),
        (
            (h.pk, run.area.pk, h.place.path, len(h.members), h.minority, today())
            for h in homes
        ),
    )
    _write_events(homes, run, by)
    if commune_round is not None:
        copy_rows(Review, REVIEW, _review_rows(homes, commune_round, by))
    analyse_if_young(Household, Person, Member, Residence)


def _household_rows(homes: list[_Newcomer], commune: Area) -> Iterator[Sequence[Any]]:
    above = commune.parent
    district = above if above and above.level == Level.DISTRICT else None
    province = province_of(commune)
    for h in homes:
        told = h.row.facts["dwelling"]
        village = h.place if h.place.level == Level.VILLAGE else None
        public_id = new_id()
        code = h.row.facts["code"] or f"{commune.code}-{public_id.hex[-6:].upper()}"
        yield (
            *(h.pk, public_id, code[:30], h.head.name),
            *(name_norm(h.head.name), len(h.members), h.minority),
            bool(told.get("native")) and h.minority,
            *(province.pk, district.pk if district else None, commune.pk),
            *(village.pk if village else None, h.place.path, told.get("address", "")[:200]),
            *(told.get("area_m2"), h.place.is_demo, 1),
        )


def _write_members(homes: list[_Newcomer]) -> None:
    people = [(h, m) for h in homes for m in h.members]
    numbered = list(zip(take_ids(Person, len(people)), people, strict=True))
    copy_rows(Person, PERSON, (_person_row(pk, h, m) for pk, (h, m) in numbered))
    copy_rows(
        Member,
        "public_id household_id person_id relation valid_from".split(),
        ((new_id(), h.pk, pk, m.relation, today()) for pk, (h, m) in numbered),
    )


def _person_row(pk: int, home: _Newcomer, member: KeptMember) -> Sequence[Any]:
    more = member.more
    return (
        *(pk, new_id(), member.name, name_norm(member.name), member.birth_date),
        *(member.birth_year, member.sex, member.ethnic, member.sealed or "", member.card),
        *(more.get("insured"), more.get("studying")),
        *(bool(more.get(name)) for name in FACTS[2:]),
        *(more.get(name, "") for name in WORDS),
        home.place.is_demo,
    )


def _write_events(homes: list[_Newcomer], run: ImportRun, by: User) -> None:
    now, note = timezone.now(), f"nhập từ tệp {run.file.name}"[:300]
    copy_rows(
        HouseholdEvent,
        "public_id household_id kind day note changes recorded_by_id recorded_at".split(),
        (
            (new_id(), h.pk, EventKind.REGISTERED.value, today(), note, "[]", by.pk, now)
            for h in homes
        ),
    )


def _review_rows(
    homes: list[_Newcomer], item: CommuneRound, by: User
) -> Iterator[Sequence[Any]]:
    standard = standards()[item.round.standard]
    now = timezone.now()
    for h in homes:
        if h.row.facts["answers"]:
            yield _review_row(_form(h, item, standard), by, now)


def _form(home: _Newcomer, item: CommuneRound, standard: Standard) -> Review:
    """The form a list fills in, classed and suggested as a saved one is."""
    told = home.row.facts["answers"]
    answers = answers_from(told, standard, Review())
    review = Review(
        commune_round=item,
        household_id=home.pk,
        commune=item.commune,
        area_path=home.place.path,
        origin=ListOrigin.IMPORTED,
        class_before=Klass.NOT_POOR,
        size=len(home.members),
        ethnic_minority=home.minority,
        urban=item.commune.urban,
        score_b1=answers.score_b1,
        deprivations=answers.deprivations,
        deprived_total=answers.deprived_total,
        causes=answers.causes,
        groups=answers.groups,
        needs=answers.needs,
        wishes=answers.wishes,
    )
    done = is_whole(told, answers)
    review.status = ReviewStatus.DONE if done else ReviewStatus.DRAFT
    class_review(review, standard)
    area = home.row.facts["dwelling"].get("area_m2")
    members = [_situation(m) for m in home.members]
    found = suggestions_of(members, standard, area_m2=Decimal(area) if area else None)
    groups = groups_of(members)
    review.suggestions = {key: s.lacking for key, s in found.items()} | {"groups": groups}
    # nobody has seen the form: what the list does not tell stands as suggested
    review.groups = groups_from(told, list(groups))
    return review


def _situation(member: KeptMember) -> MemberSituation:
    born = date.fromisoformat(member.birth_date) if member.birth_date else None
    more = member.more
    return MemberSituation(
        name=member.name,
        age=age_of(born, member.birth_year, today()),
        studying=more.get("studying"),
        education=more.get("education", ""),
        work=more.get("work", ""),
        insured=more.get("insured"),
        monthly_allowance=bool(more.get("monthly_allowance")),
        sex=member.sex,
        leads=member.relation == Relation.HEAD,
        merit=bool(more.get("merit")),
        disabled=bool(more.get("disabled")),
    )


def _review_row(review: Review, by: User, now: datetime) -> Sequence[Any]:
    return (
        *(new_id(), review.commune_round_id, review.household_id, review.commune_id),
        *(review.area_path, review.origin, review.status, review.class_before, review.size),
        *(review.ethnic_minority, review.urban, review.score_b1),
        *(_array(review.deprivations), review.deprived_total),
        *(json.dumps(review.suggestions), _array(review.causes)),
        *(_array(review.groups), _array(review.needs), review.wishes),
        *(review.klass, review.explanation, review.coming_klass, by.pk, now, 1),
    )


def _array(values: list[str]) -> str:
    """Keys of indicators and causes as an array's text: plain words, never quoted."""
    return "{" + ",".join(values) + "}"
