"""The official forms counted again, slowly: plain Python over rows, no SQL sums."""

from collections import Counter
from itertools import pairwise

from households.models import Household, Member, Recognition, Residence, Review


def stands(row, day):
    begun = row.valid_from is None or row.valid_from <= day
    return begun and (row.valid_to is None or row.valid_to > day)


def class_on(home, day):
    """The listed class of a household on a day; None when on no list."""
    rows = Recognition.objects.filter(household=home, superseded_at=None)
    held = [r for r in rows if stands(r, day)]
    return held[0] if held and held[0].klass in ("poor", "near_poor") else None


def listed(commune, day, klass):
    """Every household of a class in a commune on a day: its recognition, form, members."""
    for home in Household.objects.filter(commune=commune):
        row = class_on(home, day)
        if row is not None and row.klass == klass:
            form = Review.objects.filter(
                household=home, commune_round=row.commune_round
            ).first()
            members = [m for m in Member.objects.filter(household=home) if stands(m, day)]
            yield home, row, form, members


def deprivations(commune, day, klass, indicators):
    found = Counter()
    for _, _, form, _ in listed(commune, day, klass):
        found["homes"] += 1
        lacks = form.deprivations if form else []
        found["lacks"] += len(lacks) or ((form.deprived_total or 0) if form else 0)
        for key in indicators:
            found[key] += key in lacks
    return [found["homes"], found["lacks"], *(found[key] for key in indicators)]


def groups(commune, day, klass):
    """Households, then persons: all, DTTS, no capacity, merit, none of the three."""
    homes, persons = [0] * 5, [0] * 5
    for _, row, form, _ in listed(commune, day, klass):
        told = form.groups if form else []
        held = [row.ethnic_minority, "no_capacity" in told, "merit" in told]
        for n, yes in enumerate([True, *held, not any(held)]):
            homes[n] += yes
            persons[n] += row.size * yes
    return homes, persons


def causes(commune, day, klass, names):
    found = [0] * (len(names) + 1)
    for _, _, form, _ in listed(commune, day, klass):
        found[0] += 1
        for n, name in enumerate(names, start=1):
            found[n] += name in (form.causes if form else [])
    return found


def ethnic(commune, day, klass):
    found = Counter()
    for _, _, _, members in listed(commune, day, klass):
        heads = [m.person.ethnic_group for m in members if m.relation == "head"]
        found[heads[0] if heads else "?"] += 1
    return found


def age_on(person, day):
    if person.birth_date is not None:
        born = person.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return None if person.birth_year is None else day.year - person.birth_year


def children(commune, day, klass):
    found = [0] * 4
    for _, _, _, members in listed(commune, day, klass):
        for member in members:
            person = member.person
            age = age_on(person, day)
            if age is None or age >= 16:
                continue
            found[0] += 1
            found[1] += person.malnourished is True
            found[2] += age >= 6 and person.insured is False
            found[3] += age >= 3 and person.studying is False
    return found


def summary(commune, day, klass):
    """Everybody (all, Kinh, DTTS, native, persons), then the listed ones."""
    alive = [r for r in Residence.objects.filter(commune=commune) if stands(r, day)]
    minority = sum(r.ethnic_minority for r in alive)
    native = sum(r.household.native_minority for r in alive)
    whole = [
        len(alive),
        len(alive) - minority,
        minority,
        native,
        sum(r.size for r in alive),
    ]
    rows = list(listed(commune, day, klass))
    few = sum(r.ethnic_minority for _, r, _, _ in rows)
    own = sum(h.native_minority for h, _, _, _ in rows)
    told = [
        sum(name in (form.groups if form else []) for _, _, form, _ in rows)
        for name in ("merit", "no_capacity", "female_head")
    ]
    persons = sum(r.size for _, r, _, _ in rows)
    return whole, [len(rows), len(rows) - few, few, own, *told, persons]


def flows(commune, first, last, klass):
    """Movement of a class in households and persons, by the words of law.md §4."""
    other = "near_poor" if klass == "poor" else "poor"
    homes, persons = Counter(), Counter()
    for home in Household.objects.filter(commune=commune):
        before, after = class_on(home, first), class_on(home, last)
        was, now = (r.klass if r else None for r in (before, after))
        if was == klass:
            homes["opening"] += 1
            persons["opening"] += before.size
        if was == klass and now != klass:
            kind = "to_listed" if now == other else "to_above"
            homes[kind] += 1
            persons[kind] += before.size
        if now == klass and was != klass:
            kind = "from_listed" if was == other else entered(home, klass, first)
            homes[kind] += 1
            persons[kind] += after.size
        if now == klass:
            homes["closing"] += 1
            persons["closing"] += after.size
    return homes, persons


def entered(home, klass, first):
    """Relapsed who had escaped that list before; else newly poor."""
    rows = Recognition.objects.filter(household=home, superseded_at=None)
    chain = sorted((r for r in rows if r.valid_from <= first), key=lambda r: r.valid_from)
    better = {"poor": ("near_poor", "not_poor"), "near_poor": ("not_poor",)}[klass]
    for one, following in pairwise(chain):
        if one.klass == klass and following.klass in better:
            return "relapsed"
    return "new"
