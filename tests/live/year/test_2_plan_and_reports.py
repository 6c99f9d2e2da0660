"""The table of targets becomes a plan; reports come out as workbooks."""

import re
import subprocess

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.live.desk import SHOTS


def test_table_is_uploaded_read_and_its_near_name_confirmed(desk):
    officer = desk.person("ngochoi.canbo")
    desk.menu(officer, "Kế hoạch")
    desk.look(officer, "ke-hoach-danh-sach")
    officer.get_by_role("link", name="Nhập bảng chỉ tiêu từ Excel").click()
    with officer.expect_download() as template:
        officer.get_by_role("link", name="Tải tệp mẫu").click()
    table = desk.folder / "bang.xlsx"
    template.value.save_as(table)
    desk.look(officer, "ke-hoach-nhap")
    officer.get_by_label("Địa bàn lập kế hoạch").select_option(label="Huyện Ngọc Hồi")
    officer.get_by_label("Năm kế hoạch").fill("2022")
    officer.get_by_label("Ngày của văn bản").fill("2020-02-19")
    officer.get_by_label("Tệp Excel").set_input_files(table)
    officer.get_by_role("button", name="Tải lên và đọc bảng").click()
    expect(officer.get_by_text("gần giống: Xã Pờ Y")).to_be_visible(timeout=20_000)
    desk.look(officer, "ke-hoach-kiem-tra")
    officer.get_by_label("Xã Pờ Y").check()
    officer.get_by_role("button", name="Đúng là địa bàn này").click()
    expect(officer.get_by_text("cắt bớt").first).to_be_visible()
    officer.get_by_role("button", name="Tạo bản nháp kế hoạch từ bảng này").click()
    expect(officer.get_by_text("199 hộ").first).to_be_visible()
    for printed in ("15.954", "8.818", "791", "4,96", "592", "3,71"):
        expect(officer.get_by_role("row").filter(has_text="Tổng cộng")).to_contain_text(
            printed
        )
    desk.look(officer, "ke-hoach-ban-nhap")


def test_communes_register_the_district_approves_its_leader_issues(desk):
    officer = desk.person("ngochoi.canbo")
    desk.menu(officer, "Kế hoạch")
    officer.get_by_role("link", name="huyện Ngọc Hồi năm 2021").click()
    plan = officer.url
    row = officer.get_by_role("row")
    while row.filter(has_text="Nháp").filter(has_text=re.compile("Xã|Thị trấn")).count():
        waiting = row.filter(has_text="Nháp").filter(has_text=re.compile("Xã|Thị trấn"))
        name = waiting.first.get_by_role("cell").nth(1).inner_text().split("\n")[0]
        user = {"Thị trấn Plei Kần": "pleikan", "Xã Pờ Y": "poy", "Xã Sa Loong": "saloong"}
        known = {
            "Ang": "dakang",
            "Dục": "dakduc",
            "Nông": "daknong",
            "Xú": "dakxu",
            "Kan": "dakkan",
        }
        login = user.get(name) or known[name.split()[-1]]
        commune = desk.person(f"{login}.canbo")
        desk.open_work(commune, "Đăng ký chỉ tiêu")
        commune.get_by_label("Chỉ tiêu của").first.fill("5")
        desk.look(commune, "chi-tieu-dang-ky")
        commune.get_by_role("button", name="Đăng ký chỉ tiêu").first.click()
        expect(commune.get_by_role("status").first).to_contain_text("đã đăng ký 5 hộ")
        officer.goto(plan)
    desk.look(officer, "chi-tieu-huyen-duyet")
    while officer.get_by_role("button", name="Phê duyệt", exact=True).count():
        officer.get_by_role("button", name="Phê duyệt", exact=True).first.click()
        expect(officer.get_by_role("status").first).to_contain_text("Đã phê duyệt")
    leader = desk.person("ngochoi.lanhdao")
    leader.goto(plan)
    leader.get_by_label("Số kế hoạch").fill(f"{desk.width}/KH-UBND")
    leader.get_by_label("Ngày ban hành").fill("2020-09-30")
    leader.get_by_label("Người ký").fill("Lãnh đạo (minh họa)")
    desk.look(leader, "ke-hoach-ban-hanh")
    leader.get_by_role("button", name="Ban hành kế hoạch").click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã ban hành kế hoạch")
    desk.look(leader, "ke-hoach-da-ban-hanh")


REPORTS = {
    "plan_result": ("ket-qua-chi-tieu", "15.954"),
    "form_01": ("bieu-01", "Xã Đăk Ang"),
}


def photograph(workbook, name):
    """The workbook as LibreOffice prints it."""
    folder = workbook.parent
    subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file:///tmp/soffice-{name}"),
            *("--convert-to", "pdf", "--outdir", str(folder), str(workbook)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    pdf = workbook.with_suffix(".pdf")
    subprocess.run(["pdftoppm", "-r", "80", "-png", pdf, SHOTS / name], check=True)
    sizes = subprocess.run(
        ["pdfinfo", pdf], check=True, capture_output=True, text=True
    ).stdout
    assert re.search(r"Page size:\s+841\.\d+ x 595\.\d+ pts", sizes), sizes


@pytest.mark.parametrize("kind", list(REPORTS))
def test_district_asks_for_a_report_and_opens_it(desk, kind):
    file_name, printed = REPORTS[kind]
    officer = desk.person("ngochoi.canbo")
    desk.menu(officer, "Báo cáo")
    officer.get_by_role("link", name="Biểu theo năm").click()
    officer.get_by_label("Loại báo cáo").select_option(kind)
    officer.get_by_label("Địa bàn").select_option(label="Huyện Ngọc Hồi")
    desk.look(officer, "bao-cao-danh-sach")
    officer.get_by_role("button", name="Lập báo cáo").click()
    table = officer.get_by_role("region", name="Bảng báo cáo")
    expect(table).to_be_visible(timeout=60_000)
    expect(table).to_contain_text(printed)
    desk.look(officer, f"bao-cao-{file_name}")
    with officer.expect_download() as download:
        officer.get_by_role("link", name="Tải tệp Excel").click()
    workbook = desk.folder / f"{file_name}-{desk.width}.xlsx"
    download.value.save_as(workbook)
    sheet = openpyxl.load_workbook(workbook).active
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.merged_cells.ranges
    values = [c.value for row in sheet.iter_rows() for c in row if c.value is not None]
    assert any(isinstance(v, int) for v in values)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in " ".join(map(str, values))
    photograph(workbook, f"excel-{file_name}-{desk.width}")


def test_province_looks_at_the_figures_and_finds_a_commune(desk):
    province = desk.person("kontum.canbo")
    desk.menu(province, "Số liệu")
    expect(province.get_by_role("heading").first).to_contain_text("Tỉnh Kon Tum")
    desk.look(province, "so-lieu")
    province.get_by_role("searchbox").fill("dak ang")
    province.keyboard.press("Enter")
    expect(province.get_by_text("Xã Đăk Ang, Huyện Ngọc Hồi, Tỉnh Kon Tum")).to_be_visible()
    desk.look(province, "tim")
    desk.menu(province, "Rà soát")
    desk.look(province, "ra-soat-tinh")
    desk.menu(province, "Dự án")
    desk.look(province, "du-an")
    desk.menu(province, "Hộ dân")
    desk.look(province, "ho-dan")
    province.get_by_role("table").get_by_role("link").first.click()
    desk.look(province, "ho-chi-tiet")
