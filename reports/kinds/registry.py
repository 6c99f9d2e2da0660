"""Which file builds which report of a year."""

from collections.abc import Callable

from reports.choices import ReportKind
from reports.kinds import (
    form_01,
    form_02,
    form_03,
    form_04,
    form_05,
    form_06,
    form_07,
    form_08,
    form_09,
    form_10,
    form_11,
    form_12,
    form_13,
    money,
    off_cycle,
    outputs,
    plan_result,
    supports,
)
from reports.kinds.built import Built

Builder = Callable[..., Built]
FORMS: dict[ReportKind, Builder] = {
    ReportKind.FORM_01: form_01.build,
    ReportKind.FORM_02: form_02.build,
    ReportKind.FORM_03: form_03.build,
    ReportKind.FORM_04: form_04.build,
    ReportKind.FORM_05: form_05.build,
    ReportKind.FORM_06: form_06.build,
    ReportKind.FORM_07: form_07.build,
    ReportKind.FORM_08: form_08.build,
    ReportKind.FORM_09: form_09.build,
    ReportKind.FORM_10: form_10.build,
    ReportKind.FORM_11: form_11.build,
    ReportKind.FORM_12: form_12.build,
    ReportKind.FORM_13: form_13.build,
}
OTHERS: dict[ReportKind, Builder] = {
    ReportKind.PLAN_RESULT: plan_result.build,
    ReportKind.MONEY: money.build,
    ReportKind.OUTPUTS: outputs.build,
    ReportKind.SUPPORTS: supports.build,
    ReportKind.OFF_CYCLE: off_cycle.build,
}
BUILDERS = OTHERS | FORMS


def builders_of(kind: ReportKind) -> dict[str, Builder]:
    """The builders of a report by their names: its own, or those of the whole set."""
    if kind == ReportKind.ALL_FORMS:
        return {form.label: build for form, build in FORMS.items()}
    return {kind.label: BUILDERS[kind]}
