"""Whose household is it? Listed households against the commune's registry."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from areas.choices import Level
from areas.models import Area
from areas.selectors import without_kind
from core.dates import today
from core.errors import DomainError
from core.text import name_norm
from households import rules
from households.choices import Klass, Relation, RowOutcome, Sex
from households.models import (
    CommuneRound,
    Household,
    ImportedHousehold,
    Person,
)
from households.rules import Standard
from households.rules.identity import check_cccd, read_cccd
from households.rules.tables import CellFault, Field, ListedHousehold
from households.services.listing.candidates import Found, fault
from households.services.listing.comparing import differences
from households.services.listing.facts import (
    KeptMember,
    answers_of,
    dwelling_of,
    kept,
    recognise_members,
)
from households.standards import standard_on, standards

SHOWN_CHOICES = 10


def standard_of(commune_round: CommuneRound | None) -> Standard:
    """The standard a list is read by: its round's, else the one in force."""
    if commune_round is None:
        return standard_on(today())
    return standards()[commune_round.round.standard]


class Matcher:
    """Matches the households of one file; each household of the commune at most once."""

    def __init__(self, commune: Area, commune_round: CommuneRound | None) -> None:
        self.commune, self.round = commune, commune_round
        self.standard = standard_of(commune_round)
        villages = Area.objects.filter(parent=commune, level=Level.VILLAGE)
        self.villages = {
            name: village
            for village in villages.valid_on(today())
            for name in (name_norm(village.name), name_norm(str(village)))
        }
        self.taken: set[int] = set()
        self.cards: set[str] = set()
        self.listed: dict[tuple[str, ...], str] = {}
        self.holders: dict[int, Person] = {}
        self.repeated = 0

    def match(self, listed: Sequence[ListedHousehold]) -> list[ImportedHousehold]:
        """What applying each household would do; queries do not grow with the batch."""
        found = Found(self.commune, self.round, listed)
        rows = []
        for home in listed:
            row = self._row(home, found)
            if row is not None:
                rows.append(row)
        self.holders |= found.holders
        return rows

    def _row(self, home: ListedHousehold, found: Found) -> ImportedHousehold | None:
        village = self._village(home)
        members = [kept(m) for m in home.members]
        if self._repeats(home, members):
            self.repeated += 1
            return None
        self._check(home, members)
        choices, sure = found.candidates(home, members, village)
        if not home.refused and sure and sure.pk in self.taken:
            fault(home, "hộ này đã có ở một dòng phía trên của danh sách")
        row = ImportedHousehold(
            sheet=home.sheet[:80],
            first_row=home.row,
            last_row=home.last_row,
            head_name=(home.head.name if home.head else home.facts.get("head", ""))[:120],
        )
        if not home.refused:
            self._decide(row, home, members, (sure, choices), found)
        row.facts = {
            "village": village.pk if village else None,
            "code": home.facts.get("code") or "",
            "members": [m.plain() for m in members],
            "by_member": home.by_member,
            "answers": answers_of(home),
            "dwelling": dwelling_of(home),
            "seen": found.namesakes(home),
        }
        if home.refused:
            row.outcome, row.household = RowOutcome.REFUSED, None
        row.faults = [asdict(found_fault) for found_fault in home.faults]
        return row

    def _decide(
        self,
        row: ImportedHousehold,
        home: ListedHousehold,
        members: list[KeptMember],
        candidates: tuple[Household | None, list[Household]],
        found: Found,
    ) -> None:
        sure, choices = candidates
        if sure is not None:
            self.taken.add(sure.pk)
            compare_with(row, home_facts(home, members), sure, found)
            for reason in unknown_persons(members, by_member=home.by_member):
                fault(home, reason)
            return
        if choices:
            row.outcome = RowOutcome.DOUBT
            row.choices = [_choice(c) for c in choices[:SHOWN_CHOICES]]
            return
        row.outcome = RowOutcome.NEW
        for reason in why_not_new(members, by_member=home.by_member):
            fault(home, reason)

    def _repeats(self, home: ListedHousehold, members: list[KeptMember]) -> bool:
        """Whether an earlier sheet has the household: official workbooks list it again
        among those who escaped."""
        head = home.head
        if head is None or home.refused:
            return False
        card = next((m.card for m in members if m.relation == Relation.HEAD), "")
        code, village = home.facts.get("code", ""), home.facts.get("village", "")
        name = name_norm(head.name)
        key: tuple[str, ...] = (
            (card,) if card else (name, code, village, str(head.birth_year))
        )
        if not card and not code and not (village and head.birth_year):
            return False  # two people may well bear one name
        return self.listed.setdefault(key, home.sheet) != home.sheet

    def _village(self, home: ListedHousehold) -> Area | None:
        text = home.facts.get("village", "")
        if not text:
            return None
        known = self.villages.get(name_norm(text)) or self.villages.get(
            name_norm(without_kind(text))
        )
        if known is None:
            known_names = ", ".join(sorted({str(v) for v in self.villages.values()})[:12])
            told = f"{self.commune} không có thôn, tổ dân phố tên “{text[:60]}”"
            told += f"; đang có: {known_names or 'chưa có thôn nào'}"
            fault(home, told, at=home.cell(Field.VILLAGE))
        return known

    def _check(self, home: ListedHousehold, members: list[KeptMember]) -> None:
        """What a list must not contradict: its commune, its cards, its own points."""
        code = home.facts.get("commune_code", "")
        name = home.facts.get("commune", "")
        ours = name_norm(without_kind(name)) == name_norm(self.commune.name)
        if (code and code.zfill(5) != self.commune.code) or (name and not ours):
            told = f"dòng này ghi {name or code}, không phải {self.commune}"
            fault(home, told, at=home.cell(Field.COMMUNE if name else Field.COMMUNE_CODE))
        for listed, member in zip(home.members, members, strict=True):
            if not listed.cccd:
                continue
            if member.card in self.cards:
                told = f"số CCCD của {listed.name} đã có ở một dòng phía trên"
                fault(home, told, at=home.cell(Field.CCCD, listed.row))
            try:
                sex = listed.sex or read_cccd(listed.cccd).sex
                year = listed.birth_year
                check_cccd(
                    read_cccd(listed.cccd), name=listed.name, sex=sex, birth_year=year
                )
            except DomainError as error:
                fault(home, str(error), at=home.cell(Field.CCCD, listed.row))
        if not home.refused:
            self.cards |= {m.card for m in members if m.card}
        self._check_points(home)

    def _check_points(self, home: ListedHousehold) -> None:
        points, marked = home.facts.get("b2"), home.deprivations
        each = self.standard.points_per_deprivation
        most = each * len(self.standard.indicators)
        if points is not None and (points % each or points > most):
            text = f"B2 phải là bội số của {each}, từ 0 đến {most}; ghi {points}"
            fault(home, text, at=home.cell(Field.B2))
        elif marked and points is not None and points != each * len(marked):
            text = f"B2 ghi {points} điểm nhưng đánh dấu {len(marked)} chỉ số, tức "
            fault(home, f"{text}{each * len(marked)} điểm", at=home.cell(Field.B2))
        b1, told = home.facts.get("b1"), home.facts.get("klass")
        if b1 is None or told is None or home.refused:
            return
        deprived = len(marked) if marked else (points or 0) // each
        computed = rules.classify(
            self.standard, score_b1=b1, deprived=deprived, urban=self.commune.urban
        )
        if told not in {computed.klass, Klass.AVERAGE}:
            text = f"danh sách ghi {told.label}; tính theo điểm: {computed.explanation}"
            fault(home, text, blocking=False)


def why_not_new(members: list[KeptMember], *, by_member: bool) -> list[str]:
    """Why a household cannot be registered from what a list tells."""
    if not by_member:
        return [
            "xã chưa có hộ này; danh sách mỗi dòng một hộ không đủ để đăng ký hộ mới, "
            "hãy dùng mẫu mỗi dòng một người"
        ]
    return unknown_persons(members, by_member=by_member)


def unknown_persons(members: list[KeptMember], *, by_member: bool) -> list[str]:
    """What is missing of persons whom the registry does not know yet."""
    found = []
    for member in members if by_member else ():
        if member.member:
            continue
        if member.sex not in Sex.values:
            found.append(f"{member.name}: thiếu giới tính")
        if not member.ethnic:
            found.append(f"{member.name}: thiếu dân tộc")
    return found


def _choice(household: Household) -> dict[str, str]:
    place = household.village or household.commune
    label = (
        f"{household.head_name}, mã {household.code}, {place}, {household.size} nhân khẩu"
    )
    return {"household": str(household.public_id), "label": label}


def home_facts(home: ListedHousehold, members: list[KeptMember]) -> dict[str, Any]:
    """What comparing needs of a listed household."""
    return {
        "members": members,
        "answers": answers_of(home),
        "dwelling": dwelling_of(home),
        "village": home.facts.get("village", ""),
        "by_member": home.by_member,
    }


def compare_with(
    row: ImportedHousehold, facts: dict[str, Any], household: Household, found: Found
) -> None:
    """Say what would change in the household and its form; keep their versions."""
    row.household = household
    row.household_version = household.version
    review = found.reviews.get(household.pk)
    row.review_version = review.version if review else None
    open_now = found.members[household.pk]
    recognise_members(facts["members"], open_now)
    row.changes = differences(
        facts,
        household,
        open_now if facts["by_member"] else None,
        review,
        in_round=found.round is not None,
        standard=standard_of(found.round),
    )
    row.outcome = RowOutcome.CHANGED if row.changes else RowOutcome.UNCHANGED


def compare_again(
    row: ImportedHousehold,
    household: Household | None,
    commune: Area,
    commune_round: CommuneRound | None,
) -> None:
    """A doubtful row after a person chose: that household, or a new one."""
    offered, row.choices, row.household = row.choices, [], None
    if household is None:
        members = [KeptMember(**m) for m in row.facts["members"]]
        row.outcome = RowOutcome.NEW
        row.facts = row.facts | {"chosen_new": [c["household"] for c in offered]}
        _refuse_row(row, why_not_new(members, by_member=row.facts["by_member"]))
        return
    found = Found(commune, commune_round, chosen=household)
    members = [KeptMember(**m) for m in row.facts["members"]]
    village = Area.objects.filter(pk=row.facts["village"]).first()
    facts = row.facts | {"members": members, "village": str(village or "")}
    compare_with(row, facts, household, found)
    _refuse_row(row, unknown_persons(members, by_member=row.facts["by_member"]))
    row.facts = row.facts | {"members": [m.plain() for m in members]}


def _refuse_row(row: ImportedHousehold, reasons: list[str]) -> None:
    """Refuse a row that was kept, where there is a reason to."""
    if reasons:
        cell = f"A{row.first_row}"
        faults = [asdict(CellFault(cell, "", reason)) for reason in reasons]
        row.faults = [*row.faults, *faults]
        row.outcome, row.household = RowOutcome.REFUSED, None
