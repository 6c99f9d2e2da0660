"""Papers of a round: what stands on them, and what never does."""

import io
import re
import subprocess
from datetime import date

import pytest

from core.dates import playing
from core.errors import RightMissing
from households.choices import PrintKind, RoundStatus
from households.models import Person, Printout, Review
from households.selectors.papers import paper_of
from households.services.printing import LISTS, NotYetRecognised, ask_paper
from households.services.procedure import MeetingFacts, hold_meeting
from households.services.recognition import recognise
from households.services.reviews import Answers, save_review
from households.services.rounds import move_round
from office.documents import add_step
from office.jobs import run as run_job
from office.letter import write_pdf
from tests.factories import (
    make_area,
    make_document,
    make_household,
    make_review,
    make_round,
)

pytestmark = pytest.mark.django_db
POOR = Answers(score_b1=110, deprivations=["job", "water", "toilet"])
CHILD = "Y Trẻ Em"


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with playing(date(2024, 10, 1)):
        yield


@pytest.fixture
def item(district, commune, district_officer, commune_officer):
    made = make_round(
        district,
        [commune],
        year=2024,
        by=district_officer,
        standard="2022-2026",
        procedure="2022-2025",
    )[0]
    village = make_area(commune, level="village", code="T1", name="1", kind="Thôn")
    for n, head in enumerate(["A Đrinh Hường", "=1+1 #set *đậm*"]):
        home = make_household(commune, code=f"H{n}", head=head, size=2)
        home.village, home.area_path = village, village.path
        home.save()
        Person.objects.filter(full_name=f"{head} 1").update(
            full_name=CHILD, birth_year=2019, cccd_sealed="x", cccd_hash=f"h{n}"
        )
        review = make_review(made, home)
        save_review(review, answers=POOR, finish=True, by=commune_officer, version=1)
    return made


def text_of(pdf, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", "-layout", path, "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("kind", [k for k in PrintKind if k not in LISTS])
def test_every_paper_is_drawn_with_its_letterhead_and_accents(item, kind, tmp_path):
    text = text_of(write_pdf(kind, paper_of(kind, item, None)), tmp_path)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "A Đrinh Hường" in text
    assert "=1+1 #set *đậm*" in re.sub(r"\s+", " ", text), "text is text, never markup"


def test_posted_list_names_no_child_and_no_number(item, tmp_path):
    text = text_of(write_pdf("posting", paper_of(PrintKind.POSTING, item, None)), tmp_path)
    assert CHILD not in text
    assert not re.search(r"\d{12}", text)


def test_household_led_by_a_child_is_posted_by_its_code(item, tmp_path):
    home = item.reviews.first().household
    head = home.members.get(relation="head", valid_to=None).person
    Person.objects.filter(pk=head.pk).update(birth_year=2010, birth_date=None)
    text = text_of(write_pdf("posting", paper_of(PrintKind.POSTING, item, None)), tmp_path)
    assert home.head_name not in text
    assert f"(hộ mã {home.code})" in text


def test_decision_of_older_years_is_the_districts(
    district, commune, district_officer, tmp_path
):
    older = make_round(district, [commune], year=2020, by=district_officer)[0]
    make_review(older, make_household(commune, code="O1"))
    text = text_of(
        write_pdf("decision", paper_of(PrintKind.DECISION, older, None)), tmp_path
    )
    assert "ỦY BAN NHÂN DÂN HUYỆN NGỌC HỒI" in re.sub(r"\s+", " ", text)
    assert "CHỦ TỊCH ỦY BAN NHÂN DÂN" not in re.sub(r"\s+", " ", text)


def test_minutes_say_whether_enough_agreed(item, commune_officer, tmp_path):
    move_round(item, to=RoundStatus.MEETING, by=commune_officer)
    village = item.reviews.first().household.village
    facts = MeetingFacts(date(2024, 9, 20), "A Thôn", present=40, agreeing=31)
    hold_meeting(item, village, facts, by=commune_officer)
    values = paper_of(PrintKind.MINUTES, item, village)
    text = re.sub(r"\s+", " ", text_of(write_pdf("minutes", values), tmp_path))
    assert "31/40 người (77%)" in text
    assert "đạt tỷ lệ từ 50% trở lên" in text


def test_field_form_of_a_usual_household_takes_one_page(item, tmp_path):
    pdf = write_pdf("form", paper_of(PrintKind.FORM, item, None))
    path = tmp_path / "f.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True)
    assert "Pages:           2" in told.stdout, "two households, a page each"
    text = re.sub(r"\s+", " ", text_of(pdf, tmp_path))
    assert "Bảng điểm chưa đối chiếu với văn bản" in text
    assert "Từ 5.000 m² (40 điểm)" in text


def test_certificates_take_a_page_each(item, tmp_path):
    pdf = write_pdf("certificates", paper_of(PrintKind.CERTIFICATES, item, None))
    path = tmp_path / "c.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdfinfo", path], check=True, capture_output=True, text=True)
    assert "Pages:           2" in told.stdout
    assert "595.276 x 841.89 pts (A4)" in told.stdout


def test_paper_is_made_by_a_job_and_kept(item, commune_officer):
    printout = ask_paper(PrintKind.POSTING, item, None, by=commune_officer)
    run_job(printout.job.public_id)
    printout = Printout.objects.select_related("file").get(pk=printout.pk)
    assert printout.file.name == "danh-sach-niem-yet-dak-ang-2024.pdf"
    assert io.BytesIO(printout.file.content.read()).read(5) == b"%PDF-"


def test_second_decision_keeps_the_numbers_that_were_given(item, commune, commune_officer):
    def numbers():
        homes = paper_of(PrintKind.CERTIFICATES, item, None)["homes"]
        return {home["code"]: home["number"] for home in homes}

    def decide(day):
        document = make_document(commune, number=f"{day.day}/QĐ-UBND", day=day)
        recognise(item, document)
        facts = {"status": RoundStatus.RECOGNISED, "by": commune_officer}
        add_step(item, **facts, document=document)

    fine = item.reviews.get(household__code="H0")
    Review.objects.filter(pk=fine.pk).update(klass="not_poor")
    decide(date(2024, 9, 25))
    assert numbers() == {"H1": "Số: 1/GCN"}
    Review.objects.filter(pk=fine.pk).update(klass="poor")
    decide(date(2024, 9, 28))
    assert numbers() == {"H0": "Số: 2/GCN", "H1": "Số: 1/GCN"}


def test_certificates_wait_for_the_decision_and_outsiders_for_ever(
    item, commune_officer, outsider
):
    with pytest.raises(NotYetRecognised):
        ask_paper(PrintKind.CERTIFICATES, item, None, by=commune_officer)
    with pytest.raises(RightMissing):
        ask_paper(PrintKind.POSTING, item, None, by=outsider)
