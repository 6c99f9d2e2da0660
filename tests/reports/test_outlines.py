"""Outlines on the map: whose, of which day, with the archipelagos."""

from datetime import date

import pytest

from areas.choices import Level
from areas.models import Area
from reports.charts.outlines import drawn_for, outlines_on

OLD, NEW = date(2025, 6, 30), date(2025, 7, 1)


def area(level, code, name="X"):
    return Area(level=level, code=code, name=name)


@pytest.mark.parametrize(("day", "count"), [(date(2016, 1, 1), 63), (OLD, 63), (NEW, 34)])
def test_every_province_of_the_day_has_its_outline(day, count):
    assert len(outlines_on(day).shapes) == count
    assert set(outlines_on(day).islands) == {"Quần đảo Hoàng Sa", "Quần đảo Trường Sa"}


def test_the_nation_shows_its_provinces_and_both_archipelagos():
    parts = [area(Level.PROVINCE, code, code) for code in outlines_on(NEW).shapes]
    drawn = drawn_for(area(Level.NATION, ""), parts, NEW)
    assert len(drawn["features"]) == 34
    assert len(drawn["islands"]) == 2


@pytest.mark.parametrize(
    ("code", "islands"),
    [
        ("62", []),
        ("48", ["Quần đảo Hoàng Sa"]),
        ("56", ["Quần đảo Trường Sa"]),
    ],
)
def test_a_province_shows_itself_with_its_islands(code, islands):
    drawn = drawn_for(area(Level.PROVINCE, code), [], OLD)
    assert len(drawn["features"]) == 1
    assert [island["name"] for island in drawn["islands"]] == islands


def test_what_has_no_outline_is_dots():
    assert drawn_for(area(Level.PROVINCE, "62"), [], NEW) is None, "it is no province now"
    assert drawn_for(area(Level.DISTRICT, "48"), [], OLD) is None
    assert drawn_for(area(Level.COMMUNE, "48"), [], OLD) is None
