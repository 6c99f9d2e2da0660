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
from households.choices import Cause, Klass, ListOrigin, PrintKind, Relation, RoundStatus
from households.models import CommuneRound, Household, Member, Review
from households.selectors.lists import in_list_order, last_review
from households.standards import procedures, standards
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
        "superior": superior(commune, today()).full_name,
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
    groups = groupby(_reviews(item, village), key=lambda r: r.household.village)
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
                        *(str(n), r.household.head_name, str(r.size)),
                        *(r.before_label, r.get_klass_display() or "–"),
                    ]
                    for n, r in enumerate(rows, start=1)
                ],
            }
            for place, rows in groups
        ],
    }


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
    return {
        "number": f"số {document.number}" if document else "Số: ......../QĐ-UBND",
        "place": f"{item.commune.name}, {vietnamese(document.date if document else None)}",
        "signer": document.signer if document else "",
        "authority": f"Chủ tịch Ủy ban nhân dân {item.commune.full_name}",
        "poor": poor,
        "near_poor": near,
        "escaped": escaped,
        "escaped_near": escaped_near,
        "lists": [
            {"name": name, "rows": _named(found)} for name, found in lists.items() if found
        ],
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
    return {
        "decision": str(document or "số ........"),
        "authority": f"Chủ tịch Ủy ban nhân dân {item.commune.full_name}",
        "valid_from": f"{document.date:%d/%m/%Y}" if document else "........",
        "place": f"{item.commune.name}, {vietnamese(document.date if document else None)}",
        "homes": [
            {
                "number": f"Số: {n}/GCN",
                "klass": r.get_klass_display(),
                "head": r.household.head_name,
                "code": r.household.code,
                "where": f"{r.household.village or ''}, {item.commune.full_name}",
                "group": members[r.household_id][0][-1],
                "size": str(r.size),
                "members": members[r.household_id],
            }
            for n, r in enumerate(rows, start=1)
        ],
    }


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
                "members": [[*line, ""] for line in members.get(r.household_id, [])],
                "indicators": [
                    [str(n), i.name, "thiếu" if i.key in lacked else "–", "☐", "☐"]
                    for n, i in enumerate(indicators, start=1)
                ],
            }
        )
    return {"homes": homes, "causes": Cause.labels}


_MAKERS: dict[PrintKind, Callable[[CommuneRound, Area | None], Values]] = {
    PrintKind.FORM: _forms,
    PrintKind.MINUTES: _minutes,
    PrintKind.POSTING: _posting,
    PrintKind.DECISION: _decision,
    PrintKind.CERTIFICATES: _certificates,
}
