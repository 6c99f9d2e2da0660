"""Which household of the registry a listed one may be: by card, by code, by name."""

from collections import defaultdict
from collections.abc import Sequence

from areas.models import Area
from core.sealing import fingerprint
from core.text import name_norm
from households.choices import Relation
from households.models import CommuneRound, Household, Member, Person, Review
from households.rules.tables import CellFault, ListedHousehold
from households.services.listing.facts import KeptMember

TAKEN = (
    "số CCCD của {name} đã được ghi cho một người khác trong hệ thống; khi cần, "
    "cấp trên đối chiếu"
)

GONE = (
    "{name} (theo số CCCD) đã có hồ sơ nhưng hiện không thuộc hộ nào; hãy thêm người này vào "
    "hộ bằng việc “Thêm thành viên” trên trang của hộ, hoặc đăng ký hộ mới ở trang Hộ dân"
)


def fault(
    home: ListedHousehold, reason: str, *, at: str = "", blocking: bool = True
) -> None:
    """Say what is wrong with a household, in a cell or beside its first row."""
    home.faults.append(CellFault(at or f"A{home.row}", "", reason, blocking))


class Found:
    """What the registry holds of a batch's cards and names, in a handful of queries."""

    def __init__(
        self,
        commune: Area,
        commune_round: CommuneRound | None,
        listed: Sequence[ListedHousehold] = (),
        chosen: Household | None = None,
    ) -> None:
        self.commune, self.round = commune, commune_round
        self.holders: dict[int, Person] = {}
        self.persons = self._persons(listed)
        self.named = self._named(listed)
        self.coded = self._coded(listed)
        held = [*self.named.values(), *self.coded.values()]
        homes = {h.pk for many in held for h in many}
        homes |= {m.household_id for _, m in self.persons.values() if m}
        homes |= {chosen.pk} if chosen else set()
        self.households = (
            Household.objects.filter(pk__in=homes, commune=commune)
            .standing()
            .select_related("village", "commune")
            .in_bulk()
        )
        self.members: dict[int, list[Member]] = defaultdict(list)
        opened = Member.objects.filter(household__in=self.households, valid_to=None)
        for member in opened.select_related("person"):
            self.members[member.household_id].append(member)
        reviews = Review.objects.filter(
            household__in=self.households, commune_round=commune_round
        )
        self.reviews = {r.household_id: r for r in reviews} if commune_round else {}

    def _persons(
        self, listed: Sequence[ListedHousehold]
    ) -> dict[str, tuple[Person, Member | None]]:
        cards = {fingerprint(m.cccd) for home in listed for m in home.members if m.cccd}
        persons = Person.objects.filter(cccd_hash__in=cards) if cards else ()
        known = {p.pk: p for p in persons}
        opened = Member.objects.filter(person__in=known, valid_to=None)
        member_of = {m.person_id: m for m in opened}
        return {p.cccd_hash: (p, member_of.get(p.pk)) for p in known.values()}

    def _named(self, listed: Sequence[ListedHousehold]) -> dict[str, list[Household]]:
        names = {name_norm(home.head.name) for home in listed if home.head}
        found: dict[str, list[Household]] = defaultdict(list)
        homes = Household.objects.filter(commune=self.commune, head_name_norm__in=names)
        for home in homes.standing().select_related("village", "commune"):
            found[home.head_name_norm].append(home)
        return found

    def _coded(self, listed: Sequence[ListedHousehold]) -> dict[str, list[Household]]:
        codes = {code for home in listed if (code := home.facts.get("code"))}
        found: dict[str, list[Household]] = defaultdict(list)
        if codes:
            homes = Household.objects.filter(commune=self.commune, code__in=codes)
            for home in homes.standing().select_related("village", "commune"):
                found[home.code].append(home)
        return found

    def candidates(
        self, home: ListedHousehold, members: list[KeptMember], village: Area | None
    ) -> tuple[list[Household], Household | None]:
        """Households it may be, and the one it surely is."""
        owned = self._by_card(home, members)
        if owned is not None or home.refused or home.head is None:
            return [], owned
        named = [
            h
            for h in self.named.get(name_norm(home.head.name), [])
            if self._may_be(home, h, village)
        ]
        code = home.facts.get("code", "")
        same_code = [h for h in named if code and h.code == code]
        if len(same_code) == 1:
            return [], same_code[0]
        exact = [h for h in named if self._is_exact(home, h, village)]
        if len(exact) == 1 and len(named) == 1:
            return [], exact[0]
        if len(named) == 1 and not home.by_member:
            return [], named[0]
        # codes restart in each village: one alone decides nothing, but somebody must look
        alike = [
            h
            for h in self.coded.get(code, [])
            if h not in named and (village is None or h.village_id in {None, village.pk})
        ]
        return [*named, *alike, *self._of_another_village(home, named)], None

    def _of_another_village(
        self, home: ListedHousehold, named: list[Household]
    ) -> list[Household]:
        """Heads of the same name and year elsewhere in the commune: somebody must look."""
        year = home.head.birth_year if home.head else None
        namesakes = self.named.get(name_norm(home.head.name if home.head else ""), [])
        return [
            h
            for h in namesakes
            if h not in named and year is not None and year == self._head_year(h)
        ]

    def namesakes(self, home: ListedHousehold) -> list[str]:
        """Households that bore the head's name when the list was read."""
        name = name_norm(home.head.name) if home.head else ""
        return [str(h.public_id) for h in self.named.get(name, [])]

    def _by_card(
        self, home: ListedHousehold, members: list[KeptMember]
    ) -> Household | None:
        homes: set[int] = set()
        for member in members:
            if not member.card or member.card not in self.persons:
                continue
            person, membership = self.persons[member.card]
            if membership is None and person.name_norm == name_norm(member.name):
                fault(home, GONE.format(name=member.name))
                return None
            if membership is None or membership.household_id not in self.households:
                self.holders[person.pk] = person
                fault(home, TAKEN.format(name=member.name))
                return None
            homes.add(membership.household_id)
        if len(homes) > 1:
            fault(home, "các thành viên đang thuộc những hộ khác nhau của xã")
            return None
        return self.households[homes.pop()] if homes else None

    def _head_year(self, household: Household) -> int | None:
        return next(
            (
                m.person.birth_year
                for m in self.members[household.pk]
                if m.relation == Relation.HEAD
            ),
            None,
        )

    def _may_be(
        self, home: ListedHousehold, household: Household, village: Area | None
    ) -> bool:
        year, known = (
            home.head.birth_year if home.head else None,
            self._head_year(household),
        )
        if year is not None and known is not None and year != known:
            return False
        return village is None or household.village_id in {None, village.pk}

    def _is_exact(
        self, home: ListedHousehold, household: Household, village: Area | None
    ) -> bool:
        year = home.head.birth_year if home.head else None
        same_year = year is not None and year == self._head_year(household)
        return same_year and village is not None and household.village_id == village.pk
