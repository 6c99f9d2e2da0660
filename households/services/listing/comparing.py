"""What a list would change, in words: this was, that would be."""

from decimal import Decimal
from typing import Any

from core.text import name_norm
from households.choices import Cause, Education, Group, Relation, Sex, Work
from households.models import Household, Member, Person, Review
from households.rules import Standard
from households.services.listing.facts import KeptMember
from households.services.listing.updating import groups_from
from households.standards import needs

Change = dict[str, str]
YES_NO = {True: "Có", False: "Không", None: "–"}
LABELS: dict[str, Any] = {"sex": Sex, "education": Education, "work": Work}

LEAVES = "Rời hộ"  # the word of a change that ends a membership


def differences(
    facts: dict[str, Any],
    household: Household,
    members: list[Member] | None,
    review: Review | None,
    *,
    in_round: bool,
    standard: Standard,
) -> list[Change]:
    """Every difference between a listed household and what is held of it."""
    found = _dwelling(facts, household)
    if members is not None:
        found += _members(facts["members"], members)
    if in_round:
        found += _answers(facts["answers"], review, standard)
    return found


def _change(what: str, before: Any, after: Any) -> Change:
    return {"what": what, "before": _shown(before), "after": _shown(after)}


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return YES_NO[value]
    return str(value) or "–"


def _dwelling(facts: dict[str, Any], household: Household) -> list[Change]:
    told = facts["dwelling"]
    found = []
    if told.get("native") and not household.native_minority:
        found.append(_change("Hộ DTTS tại chỗ", before=False, after=True))
    if "address" in told and told["address"] != household.address:
        found.append(_change("Địa chỉ", household.address, told["address"]))
    if "area_m2" in told and Decimal(told["area_m2"]) != household.area_m2:
        found.append(_change("Diện tích nhà ở (m²)", household.area_m2, told["area_m2"]))
    village = household.village
    if facts["village"] and village is None:
        found.append(_change("Thôn, tổ dân phố", "", facts["village"]))
    return found


def _members(listed: list[KeptMember], open_now: list[Member]) -> list[Change]:
    held = {str(m.public_id): m for m in open_now}
    found: list[Change] = []
    for line in listed:
        member = held.pop(line.member, None) if line.member else None
        if member is None:
            found.append(_change("Thêm thành viên", "", line.name))
        else:
            found += _member(line, member)
    found += [_change(LEAVES, m.person.full_name, "") for m in held.values()]
    return found


def _member(line: KeptMember, member: Member) -> list[Change]:
    person = member.person
    pairs: list[tuple[str, Any, Any]] = [
        ("họ và tên", person.full_name, line.name),
        ("giới tính", Sex(person.sex).label, Sex(line.sex).label),
        ("dân tộc", person.ethnic_group, line.ethnic),
        ("năm sinh", person.birth_year, line.birth_year),
    ]
    if member.relation != line.relation:
        before, after = Relation(member.relation).label, Relation(line.relation).label
        pairs.append(("quan hệ", before, after))
    if line.birth_date:
        day = person.birth_date.isoformat() if person.birth_date else ""
        pairs.append(("ngày sinh", day, line.birth_date))
    if line.card and line.card != person.cccd_hash:
        pairs.append(("số CCCD", person.cccd_masked, "số mới"))
    pairs += [_detail(person, name, value) for name, value in line.more.items()]
    same_name = name_norm(person.full_name) == name_norm(line.name)
    whose = person.full_name if same_name else f"{person.full_name} → {line.name}"
    return [_change(f"{whose}: {what}", a, b) for what, a, b in pairs if a != b]


def _detail(person: Person, name: str, value: Any) -> tuple[str, Any, Any]:
    label = str(Person._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    held = getattr(person, name)
    if name in LABELS:
        words = LABELS[name]
        return label, words(held).label if held else "", words(value).label
    return label, held, value


def _answers(
    told: dict[str, Any], review: Review | None, standard: Standard
) -> list[Change]:
    if review is None:
        return [_change("Danh sách rà soát", "", "thêm vào đợt này")] if told else []
    found = []
    if "b1" in told and told["b1"] != review.score_b1:
        found.append(_change("Tổng điểm B1", review.score_b1, told["b1"]))
    found += _lacking(told, review, standard)
    if "cause" in told and set(told["cause"]) != set(review.causes):
        before = ", ".join(Cause(c).label for c in review.causes)
        after = ", ".join(Cause(c).label for c in told["cause"])
        found.append(_change("Nguyên nhân", before, after))
    groups = groups_from(told, review.groups)
    if set(groups) != set(review.groups):
        words = [", ".join(Group(g).label for g in ids) for ids in (review.groups, groups)]
        found.append(_change("Nhóm hộ", *words))
    asked = told.get("needs", review.needs)
    if set(asked) != set(review.needs):
        known = needs()
        words = [", ".join(known.get(n, n) for n in ids) for ids in (review.needs, asked)]
        found.append(_change("Nhu cầu hỗ trợ", *words))
    if told.get("wishes") and told["wishes"] != review.wishes:
        found.append(_change("Nguyện vọng", review.wishes, told["wishes"]))
    return found


def _lacking(told: dict[str, Any], review: Review, standard: Standard) -> list[Change]:
    """Indicators one by one where the list marks them, else their points together."""
    marked, points = told.get("deprivations"), told.get("b2")
    if marked or (marked is not None and not points):
        if set(marked) == set(review.deprivations) and not review.deprived_total:
            return []
        before, after = _names(review.deprivations, standard), _names(marked, standard)
        return [_change("Chỉ số thiếu hụt", before, after)]
    held = standard.points_per_deprivation * review.deprived
    if points is None or points == held:
        return []
    return [_change("Tổng điểm B2", held, points)]


def _names(keys: list[str], standard: Standard) -> str:
    names = {i.key: i.name for i in standard.indicators}
    return ", ".join(names[key] for key in standard.indicator_keys if key in keys)
