"""Every address of the product, and the record of the year each one names."""

from django.urls import get_resolver
from django.urls.resolvers import URLResolver


def _patterns(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern)
        else:
            yield pattern


def every_address():
    """Names of all addresses, and what each is written as."""
    return [(p.name, str(p.pattern)) for p in _patterns(get_resolver())]


def args_of(name, pattern, subjects):
    """What an address of that name is tried with."""
    which = [subjects["slug"]] if "<slug:slug>" in pattern else []
    which += ["ty-le"] if "<slug:key>" in pattern else []
    if "<uuid:" not in pattern:
        return which
    more = {
        "household-event": ["born"],
        "member-edit": [subjects["member"]],
        "work-evidence": [subjects["evidence"]],
        "edition-file": ["xlsx"],
        "api-edition-file": ["xlsx"],
    }
    first = subjects["household"] if name == "member-edit" else subject_of(name, subjects)
    return [*which, first, *more.get(name, [])]


def question_of(name, subjects):
    """What a reading door is asked for; nothing where its address says it all.

    Figures of the commune, and a cell of the report that opens its rows.
    """
    place = {"khu-vuc": subjects["commune-of"], "nam": "2019"}
    cell = {"table": 0, "row": 1, "column": "households_before"}
    asked = {
        "figure-rows": place | {"so": "poor"},
        "figure-totals": place | {"so": "households"},
        "report-figure": {"o": "0.1.households_before"},
        "api-figure-rows": {"area": place["khu-vuc"], "code": "poor", "year": 2019},
        "api-figure-totals": {"area": place["khu-vuc"], "code": "persons", "year": 2019},
        "api-report-figure": cell,
    }
    return asked.get(name, {})


def subject_of(name, subjects):
    """The public id an address of that name is tried with."""
    noun = name.removeprefix("api-")
    longest_first = sorted(subjects, key=len, reverse=True)
    return next(subjects[s] for s in longest_first if f"{noun}-".startswith(s + "-"))
