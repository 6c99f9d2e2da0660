"""What stands on the papers of a commune's round, as plain values for the templates."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from areas.models import Area
from areas.selectors import superior
from core.dates import today
from core.numbers import show_int
from households.choices import (
    Cause,
    Group,
    Klass,
    ListOrigin,
    PrintKind,
    Relation,
    RoundStatus,
)
from households.models import CommuneRound, Household, Member, Recognition, Review
from households.rules import CHILD_UNDER
from households.rules.scoring import ScoringSheet
from households.selectors.lists import age_on, in_list_order, last_review
from households.standards import needs, procedures, sheet_for, standards
from office.documents import steps_of

Values = dict[str, Any]
LISTED = (Klass.POOR, Klass.NEAR_POOR)


def paper_of(kind: PrintKind, item: CommuneRound, village: Area | None) -> Values:
    """The values of one paper."""
    return {**_head(item), **_MAKERS[kind](item, village)}


def _head(item: CommuneRound) -> Values:
    return letterhead(item.commune) | {
        "year": item.round.year,
        "when": item.round.when,
        "standard": standards()[item.round.standard].name,
        "law": _cited(standards()[item.round.standard].source),
        "procedure": _cited(procedures()[item.round.procedure].source),
    }


def _cited(source: str) -> str:
    """A source as a paper cites it: without our marks of how well it is known."""
    return re.sub(r"\s*\[[^\]]*\]", "", source)


def letterhead(commune: Area) -> Values:
    """Who issues a commune's paper, and where."""
    return {
        "superior": f"UBND {superior(commune, today()).full_name}",
        "issuer": f"Ủy ban nhân dân {commune.full_name}",
        "commune": commune.full_name,
        "place": f"{commune.name}, {vietnamese(None)}",
    }


def vietnamese(day: date | None) -> str:
    """A day as documents write it; dots where it is filled in by hand."""
    if day is None:
        return "ngày ...... tháng ...... năm ........"
    return f"ngày {day:%d} tháng {day:%m} năm {day.year}"


def _reviews(item: CommuneRound, village: Area | None) -> list[Review]:
    found = Review.objects.counting().filter(commune_round=item)
    if village is not None:
        found = found.filter(household__village=village)
    return list(in_list_order(found.select_related("household__village")))


def _minutes(item: CommuneRound, village: Area | None) -> Values:
    """The last meeting of a village, with the list it spoke of."""
    meeting = item.meetings.filter(village=village).last()
    procedure = procedures()[item.round.procedure]
    rows = _reviews(item, village)
    agreeing, present = (meeting.agreeing, meeting.present) if meeting else (None, None)
    percent = None if not present else 100 * (agreeing or 0) // present
    dots = "........"
    return {
        "village": (village or item.commune).full_name,
        "held_on": f"{meeting.held_on:%d/%m/%Y}" if meeting else dots,
        "chair": meeting.chair if meeting else dots,
        "secretary": (meeting.secretary if meeting else "") or dots,
        "present": show_int(present) if meeting else dots,
        "agreeing": show_int(agreeing) if meeting else dots,
        "percent": dots if percent is None else str(percent),
        "needed": str(procedure.meeting_percent),
        "agreed": meeting.agreed if meeting else True,
        "note": (meeting.note if meeting else "") or "không có ý kiến khác.",
        "listed": show_int(len(rows)),
        "rows": [
            [str(n), r.household.head_name, str(r.size), r.get_klass_display() or "–"]
            for n, r in enumerate(rows, start=1)
        ],
    }


def _posting(item: CommuneRound, village: Area | None) -> Values:
    """The list that hangs: heads only, no child's name, no identity number."""
    posting = item.postings.last()
    reviews = _reviews(item, village)
    children = _led_by_children(reviews)
    groups = groupby(reviews, key=lambda r: r.household.village)
    dots = "......../......../........"
    return {
        "posted_on": f"{posting.posted_on:%d/%m/%Y}" if posting else dots,
        "ends_on": f"{posting.ends_on:%d/%m/%Y}" if posting else dots,
        "places": posting.places if posting else "........",
        "villages": [
            {
                "name": (place or item.commune).full_name,
                "rows": [
                    [
                        *(str(n), _public_name(r, children), str(r.size)),
                        *(r.before_label, r.get_klass_display() or "–"),
                    ]
                    for n, r in enumerate(rows, start=1)
                ],
            }
            for place, rows in groups
        ],
    }


def _led_by_children(reviews: Sequence[Review]) -> set[int]:
    """Households whose head is a child: a public list does not name them.

    Source: law.md §6: no child's name on a public list.
    """
    heads = Member.objects.filter(
        household__in=[r.household_id for r in reviews],
        valid_to=None,
        relation=Relation.HEAD,
    ).select_related("person")
    ages = {m.household_id: age_on(m.person, today()) for m in heads}
    return {pk for pk, age in ages.items() if age is not None and age < CHILD_UNDER}


def _public_name(review: Review, children: set[int]) -> str:
    home = review.household
    return f"(hộ mã {home.code})" if review.household_id in children else home.head_name


def _decided(item: CommuneRound) -> Any:
    steps = steps_of(item.public_id).filter(
        status=RoundStatus.RECOGNISED, document__isnull=False
    )
    step = steps.last()
    return step.document if step else None


def _decision(item: CommuneRound, village: Area | None) -> Values:
    """The decision with its four lists; blank number and date until it is recorded."""
    document = _decided(item)
    rows = _reviews(item, None)
    lists = {
        "Danh sách hộ nghèo": [r for r in rows if r.klass == Klass.POOR],
        "Danh sách hộ cận nghèo": [r for r in rows if r.klass == Klass.NEAR_POOR],
        "Danh sách hộ thoát nghèo": [
            r for r in rows if r.class_before == Klass.POOR and r.klass != Klass.POOR
        ],
        "Danh sách hộ thoát cận nghèo": [
            r for r in rows if r.class_before == Klass.NEAR_POOR and r.klass not in LISTED
        ],
    }
    poor, near, escaped, escaped_near = (show_int(len(found)) for found in lists.values())
    day = vietnamese(document.date if document else None)
    return _decider(item, day) | {
        "number": f"Số: {document.number if document else '......../QĐ-UBND'}",
        "signer": document.signer if document else "",
        "poor": poor,
        "near_poor": near,
        "escaped": escaped,
        "escaped_near": escaped_near,
        "lists": [
            {"name": name, "rows": _named(found)} for name, found in lists.items() if found
        ],
    }


def _decider(item: CommuneRound, day: str) -> Values:
    """Whose decision it is: the commune's chair, or the committee above in older years."""
    steps = procedures()[item.round.procedure].steps
    above = any(s.to == RoundStatus.RECOGNISED and s.by == "superior" for s in steps)
    if not above:
        authority = f"Chủ tịch Ủy ban nhân dân {item.commune.full_name}"
        return {"authority": authority, "place": f"{item.commune.name}, {day}"}
    area = superior(item.commune, item.round.opens_on)
    issuer = f"Ủy ban nhân dân {area.full_name}"
    return {
        "authority": issuer,
        "issuer": issuer,
        "superior": f"UBND {superior(area, item.round.opens_on).full_name}",
        "place": f"{area.name}, {day}",
    }


def _named(reviews: Sequence[Review]) -> list[list[str]]:
    groups = {
        m.household_id: m.person.ethnic_group
        for m in Member.objects.filter(
            household__in=[r.household_id for r in reviews],
            valid_to=None,
            relation=Relation.HEAD,
        ).select_related("person")
    }
    return [
        [
            *(str(n), r.household.code, r.household.head_name),
            *(str(r.household.village or "–"), str(r.size)),
            groups.get(r.household_id, "–"),
        ]
        for n, r in enumerate(reviews, start=1)
    ]


def _certificates(item: CommuneRound, village: Area | None) -> Values:
    """One certificate for every household the decision put on a list."""
    document = _decided(item)
    rows = [r for r in _reviews(item, village) if r.klass in LISTED]
    members = _members([r.household for r in rows])
    numbers = _numbers(item)
    day = vietnamese(document.date if document else None)
    return _decider(item, day) | {
        "decision": str(document or "Quyết định số ........"),
        "valid_from": f"{document.date:%d/%m/%Y}" if document else "........",
        "homes": [
            {
                "number": f"Số: {numbers.get(r.household_id, '......')}/GCN",
                "klass": r.get_klass_display(),
                "head": r.household.head_name,
                "code": r.household.code,
                "where": f"{r.household.village or ''}, {item.commune.full_name}",
                "group": members[r.household_id][0][-1],
                "size": str(r.size),
                "members": members[r.household_id],
            }
            for r in rows
        ],
    }


def _numbers(item: CommuneRound) -> dict[int, int]:
    """The number of each household's certificate: its place among what was recognised.

    Not its place on the page: who moves away later takes nobody's number along. A later
    decision of the same round keeps the numbers given before, and goes on after them.
    """
    written: dict[int, list[int]] = {}
    listed = Recognition.objects.filter(commune_round=item, klass__in=LISTED)
    for document, home in listed.order_by("recorded_at", "pk").values_list(
        "document_id", "household_id"
    ):
        written.setdefault(document, []).append(home)
    place = {
        home: n
        for n, home in enumerate(
            in_list_order(item.reviews.all()).values_list("household_id", flat=True)
        )
    }
    numbers: dict[int, int] = {}
    for homes in written.values():
        for home in sorted(set(homes) & set(place), key=place.__getitem__):
            numbers.setdefault(home, len(numbers) + 1)
    return numbers


def _members(homes: Sequence[Household]) -> dict[int, list[list[str]]]:
    """Open members of many households in one query, the head first."""
    found = Member.objects.filter(household__in=homes, valid_to=None)
    lines: dict[int, list[Member]] = {}
    for member in found.select_related("person").order_by("pk"):
        lines.setdefault(member.household_id, []).append(member)
    return {
        pk: [
            [
                *(str(n), m.person.full_name, m.get_relation_display()),
                *(m.person.get_sex_display(), str(m.person.birth_year or "–")),
                m.person.ethnic_group,
            ]
            for n, m in enumerate(
                sorted(rows, key=lambda m: m.relation != Relation.HEAD), start=1
            )
        ]
        for pk, rows in lines.items()
    }


def _forms(item: CommuneRound, village: Area | None) -> Values:
    """A form for each household, with what was answered last year."""
    rows = _reviews(item, village)
    members = _members([r.household for r in rows])
    indicators = standards()[item.round.standard].indicators
    sheet = sheet_for(item.round.standard)
    homes = []
    for r in rows:
        before = last_review(r)
        lacked = before.deprivations if before else []
        homes.append(
            {
                "head": r.household.head_name,
                "code": r.household.code,
                "where": str(r.household.village or item.commune.full_name),
                "before": r.before_label,
                "asked": r.origin == ListOrigin.REQUEST,
                "score_b1": show_int(before.score_b1 if before else None),
                "total": _total_of(before),
                "scoring": _scoring(sheet, r, before),
                "groups": [
                    ("☒ " if g in (before.groups if before else []) else "☐ ") + g.label
                    for g in Group
                ],
                "members": [[*line, ""] for line in members.get(r.household_id, [])],
                "indicators": [
                    [str(n), i.name, "thiếu" if i.key in lacked else "–", "☐", "☐"]
                    for n, i in enumerate(indicators, start=1)
                ],
            }
        )
    return {
        "homes": homes,
        "causes": Cause.labels,
        "needs": list(needs().values()),
        "sheet": "" if sheet is None else sheet.name,
        "verified": sheet is not None and sheet.verified,
    }


def _scoring(
    sheet: ScoringSheet | None, review: Review, before: Review | None
) -> list[list[str]]:
    """Each item of the B1 sheet with its answers and their points in the region."""
    if sheet is None:
        return []
    same = before is not None and before.sheet == sheet.code
    last: dict[str, str] = before.sheet_answers if before is not None and same else {}
    return [
        [
            item.name,
            "   ".join(
                f"{'☒' if last.get(item.key) == o.key else '☐'} {o.name}"
                f" ({o.points(urban=review.urban)} điểm)"
                for o in item.options
            ),
        ]
        for item in sheet.items
    ]


def _total_of(before: Review | None) -> str:
    """Last year's number of lacks where only the number is known."""
    if before is None or before.deprived_total is None:
        return ""
    return f"(năm trước chỉ ghi tổng: thiếu hụt {before.deprived_total} chỉ số)"


_MAKERS: dict[PrintKind, Callable[[CommuneRound, Area | None], Values]] = {
    PrintKind.FORM: _forms,
    PrintKind.MINUTES: _minutes,
    PrintKind.POSTING: _posting,
    PrintKind.DECISION: _decision,
    PrintKind.CERTIFICATES: _certificates,
}
