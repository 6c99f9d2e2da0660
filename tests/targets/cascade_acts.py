"""Acts of a cascade in short words: whose lines, which figure, by which paper."""

from datetime import date
from decimal import Decimal
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile

from targets.choices import TargetStatus
from targets.services.plans import Issuing, answer_target, issue_plan, register_target
from targets.services.sheet import Edit, save_sheet

NUMBERS = count(1)


def lines(plan):
    return list(plan.targets.select_related("area", "indicator").order_by("position"))


def edit(line, low, high=None):
    line.refresh_from_db()
    return Edit(line.public_id, Decimal(low), high and Decimal(high), line.version)


def who(world, area, what="officer"):
    return world.people[area.pk, what]


def facts(day=date(2020, 9, 1)):
    return Issuing(f"{next(NUMBERS)}/QĐ-UBND", day, "x")


def pdf():
    return SimpleUploadedFile("q.pdf", b"%PDF-1.4 x", "application/pdf")


def give(world, *values):
    """The province writes what each district is given."""
    edits = [edit(t, v) for t, v in zip(lines(world.plan), values, strict=True)]
    save_sheet(world.plan, edits, by=who(world, world.province))


def issue_district(world, plan, values):
    """Communes register, the officer approves, the leader issues."""
    for line, value in zip(lines(plan), values, strict=True):
        officer = who(world, line.area)
        done = register_target(line, value=value, note="x", by=officer, version=None)
        answer_target(
            done, to=TargetStatus.APPROVED, note="", by=who(world, plan.area), version=None
        )
    leader = who(world, plan.area, "leader")
    issue_plan(plan, facts=facts(), scan=None, by=leader, version=None)
