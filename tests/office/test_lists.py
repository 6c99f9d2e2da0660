"""Long lists as workbooks: text stays text, numbers are numbers, words have room."""

from decimal import Decimal

from openpyxl import load_workbook

from office.lists import LINE, LONG, ListSheet, write_lists


def test_numbers_are_grouped_years_are_not_and_words_have_room(tmp_path):
    path = tmp_path / "x.xlsx"
    rows = [[1_250_000_000, 2024, "=1+1", "ngắn"], [7, 1980, "", "một câu dài hơn cột"]]
    headings = [("Tiền (đồng)", 20), ("Năm", 8), ("Chữ", 12), ("Hẹp", 10)]
    write_lists([ListSheet("A", ["B"], headings, rows)], path)
    sheet = load_workbook(path).active
    money, year, text, _ = sheet[7]
    assert (money.value, money.number_format) == (1_250_000_000, "#,##0")
    assert (year.value, year.number_format) == (2024, "General")
    assert (text.value, text.data_type) == ("=1+1", "s")
    assert sheet.row_dimensions[7].height is None
    assert sheet.row_dimensions[8].height == 2 * LINE


def test_long_lists_are_read_back_as_they_were(tmp_path):
    path = tmp_path / "x.xlsx"
    rows = [[n, f"=Hộ {n}", Decimal("2.50"), 1_000_000 + n, None] for n in range(LONG + 50)]
    headings = [("TT", 6), ("Tên", 12), ("Tỷ lệ (%)", 8), ("Tiền", 14), ("Tên", 8)]
    titles = ["DANH SÁCH", "=không phải công thức"]
    write_lists([ListSheet("Hộ", titles, headings, iter(rows))], path)
    sheet = load_workbook(path).active
    assert sheet["A1"].value == "DANH SÁCH"
    assert (sheet["A2"].value, sheet["A2"].data_type) == ("=không phải công thức", "s")
    assert [cell.value for cell in sheet[6]][:4] == ["TT", "Tên", "Tỷ lệ (%)", "Tiền"]
    for n in (0, LONG - 1, LONG, LONG + 49):
        number, name, rate, money, nothing = sheet[7 + n]
        assert (number.value, name.value, name.data_type) == (n, f"=Hộ {n}", "s")
        assert (rate.value, money.value, nothing.value) == (2.5, 1_000_000 + n, None)
        assert (number.number_format, money.number_format) == ("General", "#,##0")
        assert name.font.name == "Times New Roman"
    assert sheet.max_row == 6 + len(rows)
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.page_setup.orientation == "landscape"
