"""The dated data files of law: standards and procedures, read once and checked."""

import csv
import json
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import DomainError
from households.choices import Klass, RoundKind, RoundStatus
from households.rules import Clause, Indicator, Procedure, ProcedureStep, Standard
from households.rules.movement import EscapePeriod, MovementRules
from households.rules.scoring import Item, Option, ScoringSheet

DATA = Path(__file__).resolve().parent.parent / "data"


class NoStandard(DomainError):
    """No standard covers the day."""

    code = "no_standard"
    message = "Chưa có chuẩn nghèo nào áp dụng cho ngày {day}."


class NoProcedure(DomainError):
    """No procedure covers the day."""

    code = "no_procedure"
    message = "Chưa có quy trình rà soát nào áp dụng cho ngày {day}."


def _files(folder: str) -> list[dict[str, Any]]:
    paths = sorted((DATA / folder).glob("*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def _standard(raw: dict[str, Any]) -> Standard:
    return Standard(
        code=raw["code"],
        name=raw["name"],
        first_day=date.fromisoformat(raw["first_day"]),
        last_day=date.fromisoformat(raw["last_day"]),
        source=raw["source"],
        mark=raw["mark"],
        classes=tuple(Klass(k) for k in raw["classes"]),
        clauses=tuple(
            Clause(
                klass=Klass(c["klass"]),
                rural_b1_max=c["b1_max"]["rural"],
                urban_b1_max=c["b1_max"]["urban"],
                deprived_min=c["deprived_min"],
            )
            for c in raw["clauses"]
        ),
        indicators=tuple(Indicator(**i) for i in raw["indicators"]),
        points_per_deprivation=raw["points_per_deprivation"],
        note=raw.get("note", ""),
    )


def _procedure(raw: dict[str, Any]) -> Procedure:
    last = raw["last_day"]
    return Procedure(
        code=raw["code"],
        name=raw["name"],
        kind=RoundKind(raw["kind"]),
        first_day=date.fromisoformat(raw["first_day"]),
        last_day=date.fromisoformat(last) if last else None,
        source=raw["source"],
        mark=raw["mark"],
        steps=tuple(
            ProcedureStep(
                start=RoundStatus(s["from"]),
                to=RoundStatus(s["to"]),
                right=s["right"],
                by=s["by"],
            )
            for s in raw["steps"]
        ),
        meeting_percent=raw.get("meeting_percent"),
        posting_days=raw.get("posting_days"),
        objection_days=raw.get("objection_days"),
        opinion_days=raw.get("opinion_days"),
        starts_on_day=raw.get("starts_on_day"),
        decide_within_days=raw.get("decide_within_days"),
        opens=_month_day(raw.get("opens")),
        closes=_month_day(raw.get("closes")),
        adds_without_request=raw.get("adds_without_request", False),
    )


def _month_day(text: str | None) -> tuple[int, int] | None:
    """“09-01” as the first of September."""
    if text is None:
        return None
    month, day = text.split("-")
    return int(month), int(day)


@cache
def standards() -> dict[str, Standard]:
    """All standards by code."""
    return {s.code: s for s in map(_standard, _files("standards"))}


@cache
def indicators_of_all() -> dict[str, str]:
    """The name of every indicator of any standard by its key; the newest wording wins."""
    told = sorted(standards().values(), key=lambda standard: standard.first_day)
    return {i.key: i.name for standard in told for i in standard.indicators}


@cache
def procedures() -> dict[str, Procedure]:
    """All procedures by code."""
    return {p.code: p for p in map(_procedure, _files("procedures"))}


def standard_on(day: date) -> Standard:
    """The standard in force on `day`."""
    for standard in standards().values():
        if standard.first_day <= day <= standard.last_day:
            return standard
    raise NoStandard(day=f"{day:%d/%m/%Y}")


def procedure_on(day: date, kind: RoundKind = RoundKind.PERIODIC) -> Procedure:
    """The procedure of that kind of round in force on `day`."""
    for procedure in procedures().values():
        last = procedure.last_day or date.max
        if procedure.kind == kind and procedure.first_day <= day <= last:
            return procedure
    raise NoProcedure(day=f"{day:%d/%m/%Y}")


def _sheet(raw: dict[str, Any]) -> ScoringSheet:
    return ScoringSheet(
        code=raw["code"],
        name=raw["name"],
        standards=tuple(raw["standards"]),
        verified=raw["verified"],
        source=raw["source"],
        mark=raw["mark"],
        items=tuple(
            Item(
                i["key"],
                i["name"],
                tuple(
                    Option(o["key"], o["name"], o["points"]["rural"], o["points"]["urban"])
                    for o in i["options"]
                ),
            )
            for i in raw["items"]
        ),
    )


@cache
def scoring_sheets() -> dict[str, ScoringSheet]:
    """All sheets of Phiếu B1 by code."""
    return {s.code: s for s in map(_sheet, _files("scoring"))}


def sheet_for(standard: str) -> ScoringSheet | None:
    """The sheet that scores under a standard; a verified one goes before others."""
    fit = [s for s in scoring_sheets().values() if standard in s.standards]
    return min(fit, key=lambda s: not s.verified, default=None)


def _movement_file() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads((DATA / "movement.json").read_text(encoding="utf-8"))
    return raw


@cache
def movement_rules() -> MovementRules:
    """In which order kinds of movement are tried, and how far back a relapse looks."""
    raw = _movement_file()
    return MovementRules(
        entries=tuple(raw["entries"]),
        exits=tuple(raw["exits"]),
        relapse_months=raw["relapse_months"],
        source=raw["source"],
    )


@dataclass(frozen=True, slots=True)
class QualityLimits:
    """Limits of the data-quality list: data, not law.

    Unit: score_jump in points, gaps and ages in years, split_days in calendar days.
    """

    score_jump: int
    parent_gap_years: int
    oldest_years: int
    split_days_before_round: int


@cache
def quality_limits() -> QualityLimits:
    """From where on a figure is worth a look."""
    raw = json.loads((DATA / "quality.json").read_text(encoding="utf-8"))
    return QualityLimits(**{f.name: raw[f.name] for f in fields(QualityLimits)})


@cache
def newly_escaped_periods() -> tuple[EscapePeriod, ...]:
    """For how long each policy counts a household as newly escaped."""
    return tuple(EscapePeriod(**row) for row in _movement_file()["newly_escaped"])


@cache
def needs() -> dict[str, str]:
    """What a household may ask for on its form, by key, in the list's order."""
    raw = json.loads((DATA / "needs.json").read_text(encoding="utf-8"))
    return {row["key"]: row["name"] for row in raw["needs"]}


@cache
def ethnic_groups() -> tuple[str, ...]:
    """The names of the 54 ethnic groups: the name is the key (law.md §6)."""
    text = (DATA / "ethnic_groups.csv").read_text(encoding="utf-8")
    return tuple(row["name"] for row in csv.DictReader(text.splitlines()))
