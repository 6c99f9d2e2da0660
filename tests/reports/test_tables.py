"""Tables of one's own choice: any figure, a year's end or a day; kept, shared, as Excel."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.choices import Role
from core.dates import playing
from households.choices import Klass
from office import jobs
from reports.choices import HouseGroup, TableRows
from reports.figures import ask_table
from reports.models import SavedTable
from reports.rules.measures import value_of
from reports.selectors.dashboard import measures_of
from reports.selectors.measures import sums_by_commune, sums_by_year
from reports.selectors.table import Question, is_long, table_of
from reports.services.measures import count_figures
from reports.services.tables import (
    NotYourTable,
    TableNameTaken,
    drop_table,
    save_table,
    tables_seen,
)
from tests import factories
from tests.reports import slow
from tests.reports.worlds import DAY, YEAR

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
CODES = tuple(measures_of(YEAR))


@pytest.fixture
def counted(one_world):
    with playing(DAY):
        count_figures(one_world[0], YEAR)
        yield one_world


def asked(area, **other):
    told = {"rows": TableRows.COMMUNES, "codes": CODES, "year": YEAR} | other
    return Question(area=area, **told)


def test_every_figure_of_every_commune_and_their_sum(counted, district_officer):
    for group in HouseGroup.values:
        check_table(counted, district_officer, group)


def check_table(counted, district_officer, group):
    district, communes = counted
    table = table_of(asked(district, group=HouseGroup(group)), district_officer)
    sums = sums_by_commune(district, YEAR, group)
    known = measures_of(YEAR)
    rows = {row[0]: row for row in table.values}
    for commune in communes:
        counts = sums[commune.pk].counts
        row = rows[commune.full_name]
        assert row[1:] == [value_of(known[code], counts, group) for code in CODES]
    whole = sums_by_year(district, [YEAR], group)[YEAR].counts
    assert table.values[-1] == [
        "Tổng cộng",
        *(value_of(known[code], whole, group) for code in CODES),
    ]


@pytest.mark.parametrize("group", HouseGroup.values)
@pytest.mark.parametrize("day", [None, date(2021, 6, 30)])
def test_every_figure_of_a_table_opens_its_rows(
    counted, client, district_officer, group, day
):
    year = YEAR if day is None else day.year
    codes = [code for code in measures_of(year) if not code.endswith("%")]
    district, _ = counted
    question = asked(district, group=HouseGroup(group), day=day, year=year, codes=codes)
    client.force_login(district_officer, BACKEND)
    cell = table_of(question, district_officer).rows[-1]
    assert len(cell) == len(codes) + 1
    for code, told in zip(codes, cell[1:], strict=True):
        if told.value:
            found = client.get(told.url).context["sum"]
            assert found == told.value, (code, told.url)


def test_what_is_not_counted_for_a_group_is_a_dash(counted, district_officer):
    codes = ("households", "persons", "poor", "poor%", "poor:flow:new", "poor:minority%")
    table = table_of(
        asked(counted[0], codes=codes, group=HouseGroup.FEMALE_HEAD), district_officer
    )
    total = table.values[-1][1:]
    assert [value is None for value in total] == [True, True, False, True, True, True]


def test_a_day_is_counted_from_the_lists_of_that_day(counted, district_officer):
    district, communes = counted
    day = date(2021, 6, 30)
    codes = ("households", "poor", "near", "poor%")
    table = table_of(asked(district, codes=codes, day=day, year=2021), district_officer)
    rows = {row[0]: row for row in table.values}
    for commune in communes:
        row = rows[commune.full_name]
        homes = slow.summary(commune, day, Klass.POOR)[0][0]
        poor, near = (
            len(list(slow.listed(commune, day, klass))) for klass in ("poor", "near_poor")
        )
        share = (Decimal(poor) * 100 / homes).quantize(Decimal("0.01"))
        assert row[1:4] == [homes, poor, near]
        assert abs(row[4] - share) <= Decimal("0.01")


def test_before_the_first_list_nobody_knows(counted, district_officer):
    question = asked(counted[0], codes=("poor",), day=date(2017, 1, 1), year=2017)
    assert {row[1] for row in table_of(question, district_officer).values[:-1]} == {None}


def test_a_day_of_many_communes_is_a_job(counted, client, district_officer):
    district, _ = counted
    for n in range(31):
        factories.make_area(district, level="commune", code=f"9{n}", name=f"Xã {n}")
    assert is_long(asked(district, day=DAY))
    assert not is_long(asked(district))
    client.force_login(district_officer, BACKEND)
    answer = client.get(reverse("figure-table"), {"ngay": DAY, "cot": "poor"})
    assert answer.context["table"] is None
    assert "tệp Excel" in answer.content.decode()


def test_excel_is_the_page(counted, district_officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    question = asked(counted[0], rows=TableRows.PARTS)
    export = ask_table(question, by=district_officer)
    jobs.run(export.job.public_id)
    export.refresh_from_db()
    assert export.job.status == "done", export.job.message
    sheet = load_workbook(export.file.content.path).active
    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
    said = table_of(question, district_officer).values
    assert [
        [float(v) if isinstance(v, Decimal) else v for v in row] for row in said
    ] == told


def save(user, area, name="Bảng của tôi", *, shared=False):
    question = {"rows": "parts", "codes": "poor", "year": str(YEAR), "day": "", "group": ""}
    return save_table(name, area, question, shared=shared, by=user)


def test_tables_are_kept_and_shared_with_who_sees_the_figures(
    counted, district_officer, commune_officer, outsider, administrator
):
    district, _ = counted
    viewer = factories.make_user("viewer", Role.VIEWER, district, by=administrator)
    own = save(district_officer, district)
    assert list(tables_seen(district_officer)) == [own]
    assert not tables_seen(viewer).exists()
    shared = save(district_officer, district, "Chung", shared=True)
    assert list(tables_seen(viewer)) == [shared]
    assert not tables_seen(commune_officer).exists(), "the district's figures are not his"
    assert not tables_seen(outsider).exists()
    with pytest.raises(NotYourTable):
        drop_table(shared, by=viewer)
    with pytest.raises(TableNameTaken):
        save(district_officer, district)
    drop_table(own, by=district_officer)
    assert list(SavedTable.objects.all()) == [shared]


def test_a_table_is_saved_found_and_dropped_on_its_page(counted, client, district_officer):
    client.force_login(district_officer, BACKEND)
    told = {"nam": YEAR, "dong": "communes", "cot": ["poor", "near%"], "ten": "Hai cột"}
    answer = client.post(reverse("table-save"), told, follow=True)
    text = answer.content.decode()
    assert "Đã lưu bảng “Hai cột”" in text
    url = next(row["url"] for row in answer.context["tables"])
    again = client.get(url)
    assert again.context["question"].codes == ("poor", "near%")
    assert again.context["question"].rows == TableRows.COMMUNES
    kept = SavedTable.objects.get()
    client.post(reverse("saved-table-drop", args=[kept.public_id]))
    assert not SavedTable.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "\0", "x" * 500])
def test_a_table_needs_a_name_of_its_own(counted, client, district_officer, name):
    client.force_login(district_officer, BACKEND)
    told = {"nam": YEAR, "cot": ["poor", "x\0", "poor:lack:nothing"], "ten": name}
    answer = client.post(reverse("table-save"), told, follow=True)
    assert answer.status_code == 200
    assert SavedTable.objects.count() == (len(name) > 5)
    assert {t.question["codes"] for t in SavedTable.objects.all()} <= {"poor"}


def test_a_day_that_cannot_be_is_said(counted, client, district_officer):
    client.force_login(district_officer, BACKEND)
    for day in ("2999-01-01", "1800-01-01", "x"):
        answer = client.get(reverse("figure-table"), {"ngay": day})
        assert "Ngày phải từ 01/01/2016" in answer.content.decode()
