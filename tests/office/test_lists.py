"""Long lists as workbooks: text stays text, numbers are numbers, words have room."""

from openpyxl import load_workbook

from office.lists import LINE, ListSheet, write_lists


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
