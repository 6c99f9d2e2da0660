"""Every change of a household on one page: first values, changes, what was withdrawn."""

from datetime import date, timedelta

import pgtrigger
import pytest
from django.apps import apps
from django.utils.timezone import now

from core.dates import playing
from households.models import Household
from households.selectors.history import history_of
from households.services import events
from households.services.registry import MemberFacts, register_household
from households.services.reviews import Answers, save_review
from tests.factories import make_area, make_review, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(commune, commune_officer):
    with playing(date(2024, 10, 1)):
        village = make_area(commune, level="village", code="T1", name="1", kind="Thôn")
        head = MemberFacts("A Blong", "head", "male", "Xơ Đăng", birth_year=1980)
        yield register_household(village, code="H1", members=[head], by=commune_officer)


def lines(home):
    return [(c.what, c.field, c.before, c.after) for c in history_of(home)]


def test_what_was_first_written_stands_in_the_history(home):
    told = {what: after for what, field, _, after in lines(home) if field == "ghi lần đầu"}
    assert set(told) == {"Hộ", "Thành viên A Blong", "A Blong"}
    assert "năm sinh: 1980" in told["A Blong"]
    assert "dân tộc: Xơ Đăng" in told["A Blong"]
    assert "chủ hộ: A Blong" in told["Hộ"]


def test_every_later_value_stands_with_the_one_before(home):
    Household.objects.filter(pk=home.pk).update(address="Nhà rông")
    assert ("Hộ", "địa chỉ chi tiết", "–", "Nhà rông") in lines(home)
    person = home.members.get().person
    person.cccd_sealed, person.cccd_hash = "niêm phong", "vân tay"
    person.save()
    assert ("A Blong", "số CCCD", "–", "(đã mã hóa)") in lines(home)


def test_withdrawn_membership_stays_in_the_history(home, commune_officer):
    child = MemberFacts("A Bé", "child", "male", "Xơ Đăng", birth_year=2024)
    facts = {"day": date(2024, 10, 1), "by": commune_officer}
    born = events.add_person(home, child, born=True, **facts)
    events.undo(born, by=commune_officer)
    assert home.members.count() == 1
    what = [line[0] for line in lines(home)]
    assert "Thành viên A Bé (đã rút khi hoàn tác)" in what
    assert "A Bé" in what


def test_what_another_commune_writes_of_a_former_member_stays_there(
    home, commune_officer, other_commune, administrator
):
    child = MemberFacts("A Đi", "child", "male", "Xơ Đăng", birth_year=2000)
    facts = {"day": date(2024, 10, 1), "by": commune_officer}
    events.add_person(home, child, born=False, **facts)
    member = home.members.get(person__full_name="A Đi")
    events.remove_person(home, member.public_id, died=False, **facts)
    person = member.person
    person.job_need = "việc ở xã khác"
    person.save()
    later = apps.get_model("households", "PersonHistory").objects.latest("pgh_id")
    # one transaction has one time: what came later in truth is made later here
    with pgtrigger.ignore("households.PersonHistory:append_only"):
        type(later).objects.filter(pk=later.pk).update(
            pgh_created_at=now() + timedelta(days=9)
        )
    assert not any("việc ở xã khác" in line[3] for line in lines(home))


def test_answers_of_a_form_stand_in_the_history_in_words(home, district, commune_officer):
    item = make_round(
        district, [home.commune], year=2024, by=commune_officer, standard="2022-2026"
    )[0]
    review = make_review(item, home)
    facts = {"finish": True, "by": commune_officer, "version": None}
    save_review(review, answers=Answers(110, ["job"], groups=["merit"]), **facts)
    save_review(review, answers=Answers(131, ["job", "water"], needs=["credit"]), **facts)
    told = set(lines(home))
    form = "Phiếu rà soát năm 2024"
    assert (form, "tổng điểm B1", "110", "131") in told
    assert (form, "chỉ số thiếu hụt", "Việc làm", "Việc làm, Nguồn nước sinh hoạt") in told
    assert (form, "nhu cầu hỗ trợ", "–", "Vay vốn ưu đãi") in told
    assert any(f == "nhóm hộ" and after == "–" for _, f, _, after in told)
