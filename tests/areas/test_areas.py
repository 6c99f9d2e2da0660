from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from areas.models import AreaSuccession
from areas.selectors import match_name, superior, whole_predecessors
from areas.services import remember_alias
from core.db import broken_constraint
from tests.factories import make_area

CLOSED = date(2025, 7, 1)


def refused(make):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make()
    return broken_constraint(error.value)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((None, None), (None, None)),
        ((None, CLOSED), (date(2025, 6, 30), None)),
        ((None, CLOSED), (None, date(2020, 1, 1))),
        ((date(2020, 1, 1), None), (CLOSED, None)),
    ],
)
def test_one_code_of_a_level_has_one_area_a_day(province, first, second):
    def make(period):
        begin, end = period
        return make_area(
            province, level="district", code="1", name="A", valid_from=begin, valid_to=end
        )

    made = make(first)
    assert refused(lambda: make(second)) == "area_one_row_per_code_and_day"
    made.pk, made.public_id, (made.valid_from, made.valid_to) = None, None, second
    with pytest.raises(ValidationError, match="Mã này đã có địa bàn khác"):
        made.validate_constraints()


def test_code_is_used_again_from_the_day_its_area_closed(province):
    old = make_area(province, level="commune", code="1", name="Cũ", valid_to=CLOSED)
    new = make_area(province, level="commune", code="1", name="Mới", valid_from=CLOSED)
    assert old.path != new.path
    assert make_area(province, level="district", code="1", name="Huyện cùng mã").pk


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"valid_from": CLOSED, "valid_to": CLOSED}, "area_ends_after_start"),
        ({"level": "ward"}, "area_level_is_known"),
        ({"level": "nation"}, "area_below_nation_has_parent"),
    ],
)
def test_area_that_cannot_be_is_refused_by_name(province, fields, constraint):
    facts = {"level": "commune", "code": "9", "name": "X"} | fields
    assert refused(lambda: make_area(province, **facts)) == constraint


def test_name_means_only_what_existed_on_that_day(district):
    old = make_area(district, level="commune", code="1", name="Plei Kần", valid_to=CLOSED)
    new = make_area(district, level="commune", code="1", name="Bờ Y", valid_from=CLOSED)

    def meant(text, on):
        return match_name(text, below=district, level="commune", on=on)

    assert meant("thị trấn plei kan", date(2020, 1, 1)).found == [old]
    assert meant("xã bo y", CLOSED).found == [new]
    assert meant("Bờ Y", date(2020, 1, 1)).found == []


def test_near_name_answers_only_after_a_person_confirmed_it(district, other_commune):
    def meant():
        return match_name("Bờ Y", below=district, level="commune", on=date(2020, 1, 1))

    assert (meant().found, meant().near) == ([], [other_commune])
    remember_alias(other_commune, name="Bờ Y", confirmed_by="một người")
    assert meant().found == [other_commune]
    again = remember_alias(other_commune, name="BỜ Y", confirmed_by="người khác")
    assert again.confirmed_by == "một người"


def test_closed_area_answers_to_its_successors_superior(nation, province, commune):
    new_province = make_area(
        nation, level="province", code="51", name="Quảng Ngãi", valid_from=CLOSED
    )
    new = make_area(
        new_province, level="commune", code="23377", name="Bờ Y", valid_from=CLOSED
    )
    commune.valid_to = CLOSED
    commune.save()
    AreaSuccession.objects.create(
        old=commune, new=new, share="whole", day=CLOSED, decision="x"
    )
    assert superior(commune, date(2025, 6, 30)) == commune.parent
    assert superior(commune, CLOSED) == new_province
    assert superior(new, CLOSED) == new_province
    assert whole_predecessors(new) == [commune]
