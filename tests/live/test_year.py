"""The whole year with real clicks: 2020 with a district, 2026 without one.

At 1280 and at 360 pixels, each on a system of its own; the review form by keyboard only.
"""

import re
import shutil
import subprocess

import openpyxl
import pytest
from playwright.sync_api import expect, sync_playwright

from tests.live.conftest import copy_of
from tests.live.desk import ARGS, CHROMIUM, SHOTS, Desk, small_pdf
from tests.live.system import System

expect.set_options(timeout=20_000)  # other tests run beside this one
COMMUNES = {1280: ("daknong", "Xã Đăk Nông"), 360: ("dakduc", "Xã Đăk Dục")}


@pytest.fixture(scope="module", params=[1280, 360])
def desk(request, loaded, tmp_path_factory):
    system = System(copy_of(loaded, tmp_path_factory)).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        made = Desk(browser, system.url, request.param)
        made.folder = tmp_path_factory.mktemp("bàn")
        yield made
        browser.close()
    system.stop()
    shutil.rmtree(system.data_dir, ignore_errors=True)


def open_work(desk, page, act, place=None):
    """From the first page into what waits."""
    desk.menu(page, "Việc của tôi")
    row = page.get_by_role("row").filter(has_text=place) if place else page
    row.get_by_role("link", name=act).first.click()


def fill_list_by_keyboard(page, desk):
    """Every form of the list: type the score, Ctrl+Enter, the next one opens."""
    count = 0
    while "/phieu/" in page.url:
        # the score has the focus as soon as the form is open
        page.keyboard.press("Control+a")
        page.keyboard.type("118" if count % 3 else "131")
        with page.expect_navigation():
            page.keyboard.press("Control+Enter")
        count += 1
    return count


def test_commune_opens_its_round_and_enters_by_keyboard(desk):
    user, _ = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    desk.look(page, "viec-cua-toi")
    open_work(desk, page, "Mở rà soát")
    desk.look(page, "ra-soat-cho-mo")
    page.get_by_role("button", name="Mở rà soát và lấy danh sách").click()
    expect(page.get_by_role("status").first).to_contain_text("Đang rà soát")
    desk.look(page, "ra-soat-danh-sach")
    first = page.get_by_role("table").first.get_by_role("link").first
    first.focus()
    page.keyboard.press("Enter")
    result = page.locator(".review__result strong")
    score = page.get_by_label("Tổng điểm B1 (điểm)")
    last_year = page.locator("[data-before-b1]").get_attribute("data-before-b1")
    expect(score).to_have_value(last_year)
    expect(score).to_be_focused()
    expect(result).to_contain_text(f"B1 {last_year}")
    page.keyboard.press("Control+a")
    page.keyboard.type("118")
    expect(result).to_have_text("B1 118 ≤ 120: hộ nghèo")
    page.keyboard.press("Control+a")
    page.keyboard.type("140")
    expect(result).to_contain_text("B1 140 > 120")
    lacking = page.locator("[data-indicator='1'] input").first
    was = lacking.is_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("1")
    expect(lacking).to_be_checked(checked=not was)
    changed = page.locator("[data-indicator='1']")
    expect(changed).to_have_class(re.compile("indicator--changed"))
    desk.look(page, "phieu-dang-nhap")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_be_visible()
    expect(page.get_by_label("Tổng điểm B1 (điểm)")).to_have_value("140")
    expect(lacking).to_be_checked(checked=not was)
    page.get_by_label("Tổng điểm B1 (điểm)").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("99999")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Tổng điểm B1 phải từ 0 đến 999.").first).to_be_visible()
    expect(page.get_by_label("Tổng điểm B1 (điểm)")).to_have_value("99999")
    desk.look(page, "phieu-sai")
    page.get_by_label("Tổng điểm B1 (điểm)").focus()


def test_unchanged_household_is_confirmed_with_one_key(desk):
    user, _ = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    open_work(desk, page, "Nhập phiếu và trình")
    row = page.get_by_role("row").filter(has_text="Chưa rà soát")
    row.get_by_role("link").first.click()
    name = page.get_by_role("heading", level=1).inner_text().removeprefix("Hộ ")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text(f"{name}: B1")


def test_lost_connection_and_reload_lose_nothing(desk):
    user, _ = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    open_work(desk, page, "Nhập phiếu và trình")
    row = page.get_by_role("row").filter(has_text="Chưa rà soát")
    row.get_by_role("link").first.click()
    wishes = page.get_by_label("Nguyện vọng, nhu cầu của hộ")
    wishes.fill("Vay vốn mua bò")
    page.wait_for_timeout(500)
    page.reload()
    expect(wishes).to_have_value("Vay vốn mua bò")
    note = page.locator("[data-draft-note]")
    expect(note).to_contain_text("Đã lấy lại nội dung bạn gõ")
    desk.look(page, "phieu-lay-lai")
    page.context.set_offline(True)
    page.keyboard.press("Control+s")
    expect(note).to_contain_text("Chưa nối được máy chủ")
    page.wait_for_timeout(2500)
    expect(wishes).to_have_value("Vay vốn mua bò")
    page.errors.clear()  # the browser tells of the cut line itself
    with page.expect_navigation():
        page.context.set_offline(False)
    expect(page.get_by_role("status").first).to_be_visible()
    expect(wishes).to_have_value("Vay vốn mua bò")
    page.reload()
    expect(note).to_be_hidden()
    page.errors.clear()


def test_rest_of_the_list_is_entered_by_keyboard_alone(desk):
    user, _ = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    open_work(desk, page, "Nhập phiếu và trình")
    row = page.get_by_role("row").filter(has_text=re.compile("Chưa rà soát|Nháp"))
    row.get_by_role("link").first.click()
    fill_list_by_keyboard(page, desk)
    expect(page.get_by_role("button", name="Trình kết quả rà soát")).to_be_enabled()


def test_commune_submits_and_the_district_returns_with_a_reason(desk):
    user, name = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    open_work(desk, page, "Nhập phiếu và trình")
    expect(page.get_by_text("Sau khi trình, xã không sửa được")).to_be_visible()
    desk.look(page, "ra-soat-truoc-khi-trinh")
    page.get_by_role("button", name="Trình kết quả rà soát").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã trình")
    district = desk.person("ngochoi.canbo")
    desk.look(district, "viec-cua-huyen")
    open_work(desk, district, "Xem kết quả đã trình", name)
    desk.look(district, "ra-soat-huyen-xem")
    district.get_by_label("Lý do trả lại").fill(
        "Kiểm tra lại điểm B1 của hộ đầu danh sách."
    )
    district.get_by_role("button", name="Trả lại để bổ sung, chỉnh sửa").click()
    expect(district.get_by_role("status").first).to_contain_text("Trả lại")
    open_work(desk, page, "Bổ sung, chỉnh sửa và trình lại")
    reason = page.get_by_role("alert").first
    expect(reason).to_contain_text("Kiểm tra lại điểm B1 của hộ đầu danh sách.")
    desk.look(page, "ra-soat-bi-tra-lai")
    page.get_by_role("table").first.get_by_role("link").first.click()
    page.get_by_label("Tổng điểm B1 (điểm)").fill("110")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("B1 110 ≤ 120: hộ nghèo")
    open_work(desk, page, "Bổ sung, chỉnh sửa và trình lại")
    page.get_by_role("button", name="Trình kết quả rà soát").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã trình")


def test_district_leader_records_the_decision(desk):
    _, name = COMMUNES[desk.width]
    leader = desk.person("ngochoi.lanhdao")
    open_work(desk, leader, "Xem kết quả đã trình", name)
    expect(
        leader.get_by_text("Diện mới có hiệu lực từ ngày ký quyết định.")
    ).to_be_visible()
    leader.get_by_label("Số quyết định").fill(f"17{desk.width}/QĐ-UBND")
    leader.get_by_label("Ngày ký").fill("2020-10-02")
    leader.get_by_label("Người ký").fill("Lãnh đạo (minh họa)")
    leader.get_by_label("Bản quét đã ký").set_input_files(small_pdf(desk.folder))
    leader.get_by_role("button", name="Công nhận kết quả rà soát").click()
    expect(leader.get_by_role("alert").first).to_contain_text("ở sau hôm nay")
    expect(leader.get_by_label("Người ký")).to_have_value("Lãnh đạo (minh họa)")
    desk.look(leader, "quyet-dinh-sai-ngay")
    leader.get_by_label("Ngày ký").fill("2020-09-30")
    leader.get_by_label("Bản quét đã ký").set_input_files(small_pdf(desk.folder))
    leader.get_by_role("button", name="Công nhận kết quả rà soát").click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã công nhận")
    desk.look(leader, "ra-soat-da-cong-nhan")
    with leader.expect_download() as scan:
        leader.get_by_role("link", name=re.compile("Bản quét")).last.click()
    assert scan.value.suggested_filename == "quyet-dinh-da-ky.pdf"


def test_two_windows_on_one_form_show_each_other(desk):
    page = desk.person("dakang.canbo")
    open_work(desk, page, "Nhập phiếu và trình")
    link = page.get_by_role("row").filter(has_text="Chưa rà soát").get_by_role("link").first
    href = link.get_attribute("href")
    other = page.context.new_page()
    other.errors = []
    for window in (page, other):
        window.goto(f"{desk.url}{href}")
    page.get_by_label("Tổng điểm B1 (điểm)").fill("117")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_be_visible()
    other.get_by_label("Tổng điểm B1 (điểm)").fill("133")
    other.keyboard.press("Control+s")
    expect(other.get_by_role("heading", name="Khác nhau giữa hai bản")).to_be_visible()
    expect(other.get_by_label("Tổng điểm B1 (điểm)")).to_have_value("133")
    difference = other.get_by_role("row").filter(has_text="Tổng điểm B1")
    expect(difference).to_contain_text("117")
    desk.look(other, "phieu-hai-cua-so")
    other.close()


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
        open_work(desk, commune, "Đăng ký chỉ tiêu")
        commune.get_by_label("Số hộ giảm của").first.fill("5")
        desk.look(commune, "chi-tieu-dang-ky")
        commune.get_by_role("button", name="Đăng ký chỉ tiêu").first.click()
        expect(commune.get_by_role("status").first).to_contain_text(
            "đã đăng ký giảm 5 hộ nghèo"
        )
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
    expect(province.get_by_role("heading").first).to_contain_text("Xã Đăk Ang")
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


def test_administrator_gives_and_ends_a_grant(desk):
    admin = desk.person("quantri")
    desk.menu(admin, "Quản trị")
    desk.look(admin, "quan-tri")
    admin.get_by_role("link", name="Cấp quyền").click()
    admin.get_by_label("Tên đăng nhập của người được cấp").fill("kontum.xem")
    admin.get_by_label("Mã địa bàn").fill("00000")
    admin.get_by_label("Từ ngày").fill("2020-10-01")
    admin.get_by_role("button", name="Cấp quyền").click()
    expect(admin.locator(".errors").first).to_be_visible()
    expect(admin.get_by_label("Tên đăng nhập của người được cấp")).to_have_value(
        "kontum.xem"
    )
    desk.look(admin, "quan-tri-cap-quyen-sai")
    admin.get_by_label("Mã địa bàn").fill("23380")
    admin.get_by_role("button", name="Cấp quyền").click()
    expect(admin.get_by_role("status").first).to_contain_text("Đã cấp quyền")
    admin.goto(f"{desk.url}/tai-khoan/")
    desk.look(admin, "tai-khoan")
    admin.goto(f"{desk.url}/thong-bao/")
    desk.look(admin, "thong-bao")
    answer = admin.goto(f"{desk.url}/ra-soat/")
    assert answer.status == 403
    desk.look(admin, "khong-co-quyen")
    answer = admin.goto(f"{desk.url}/khong-co/")
    assert answer.status == 404
    desk.look(admin, "khong-tim-thay")


def meet_and_post(desk, officer):
    """Every village agrees to its list, which then hangs in public."""
    officer.get_by_role("button", name="Chuyển sang họp thôn").click()
    desk.look(officer, "hop-thon")
    while officer.get_by_role("row").filter(has_text="Chưa họp").count():
        row = officer.get_by_role("row").filter(has_text="Chưa họp").first
        row.get_by_role("link", name="Ghi biên bản họp").click()
        officer.get_by_label("Ngày họp").fill("2026-09-20")
        officer.get_by_label("Chủ trì").fill("Trưởng thôn (minh họa)")
        officer.get_by_label("Số người dự họp").fill("40")
        officer.get_by_label("Số người đồng ý").fill("41")
        if desk.look(officer, "bien-ban-hop"):
            officer.get_by_role("button", name="Biên bản họp").click()
            expect(officer.get_by_text("không được lớn hơn số người dự")).to_be_visible()
        officer.get_by_label("Số người đồng ý").fill("36")
        officer.get_by_role("button", name="Biên bản họp").click()
        expect(officer.get_by_role("status").first).to_contain_text("Đã ghi biên bản")
    officer.get_by_role("link", name="Niêm yết danh sách").click()
    officer.get_by_label("Niêm yết từ ngày").fill("2026-09-21")
    officer.get_by_role("button", name="Niêm yết danh sách").click()
    expect(officer.get_by_role("status").first).to_contain_text("đã niêm yết")
    desk.look(officer, "niem-yet")


def test_officer_registers_a_household_and_undoes_a_birth(desk):
    officer = desk.person("dakang.canbo")
    desk.menu(officer, "Hộ dân")
    officer.get_by_role("link", name="Đăng ký hộ mới").click()
    officer.get_by_label("Mã hộ").fill(f"MH-{desk.width}")
    officer.get_by_label("Họ và tên").fill("Y Minh Họa")
    officer.get_by_label("Giới tính").select_option(label="Nữ")
    officer.get_by_label("Năm sinh").fill("1983")
    officer.get_by_label("Dân tộc").fill("Xơ Đăng")
    officer.get_by_label("Số CCCD").fill("99918300")
    officer.get_by_role("button", name="Đăng ký hộ").click()
    expect(officer.get_by_text("phải có đúng 12 chữ số")).to_be_visible()
    desk.look(officer, "ho-dang-ky-sai")
    officer.get_by_label("Số CCCD").fill(f"9991830{desk.width:05d}")
    officer.get_by_role("button", name="Đăng ký hộ").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã đăng ký hộ Y Minh Họa")
    expect(officer.get_by_text(f"•••••••••{desk.width % 1000:03d}")).to_be_visible()
    officer.get_by_text("Ghi việc của hộ").click()
    officer.get_by_role("link", name="Sinh", exact=True).click()
    officer.get_by_label("Họ và tên").fill("A Bé")
    officer.get_by_label("Giới tính").select_option(label="Nam")
    officer.get_by_label("Ngày sinh").fill("2020-10-01")
    officer.get_by_label("Dân tộc").fill("Xơ Đăng")
    desk.look(officer, "ho-ghi-sinh")
    officer.get_by_role("button", name="Ghi: sinh").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã ghi: sinh")
    expect(officer.get_by_text("2 nhân khẩu")).to_be_visible()
    desk.look(officer, "ho-da-ghi")
    officer.get_by_role("button", name="Hoàn tác sinh").click()
    expect(officer.get_by_text("1 nhân khẩu")).to_be_visible()
    officer.get_by_role("link", name="Lịch sử thay đổi").click()
    expect(officer.get_by_role("row").filter(has_text="số nhân khẩu").first).to_be_visible()
    desk.look(officer, "ho-lich-su")


def test_household_moves_when_the_other_commune_accepts(desk):
    sender = desk.person("dakang.canbo")
    desk.menu(sender, "Hộ dân")
    sender.get_by_role("table").get_by_role("link").nth(2).click()
    sender.get_by_text("Ghi việc của hộ").click()
    sender.get_by_role("link", name="Chuyển nơi ở").click()
    sender.get_by_label("Tên xã, phường, thị trấn nơi đến").fill("dak duc")
    sender.get_by_role("button", name="Tìm xã").click()
    sender.get_by_label("Xã Đăk Dục, Huyện Ngọc Hồi").check()
    desk.look(sender, "chuyen-ho-de-nghi")
    sender.get_by_role("button", name="Đề nghị chuyển").click()
    expect(sender.get_by_role("status").first).to_contain_text("chờ Xã Đăk Dục tiếp nhận")
    receiver = desk.person("dakduc.canbo")
    receiver.goto(f"{desk.url}/chuyen-ho/")
    desk.look(receiver, "chuyen-ho-tiep-nhan")
    receiver.get_by_role("button", name="Tiếp nhận", exact=True).first.click()
    expect(receiver.get_by_text("Đã tiếp nhận").first).to_be_visible()


def test_two_tier_year_runs_without_a_district(desk):
    officer = desk.person("boy2026.canbo", day="2026")
    open_work(desk, officer, "Mở rà soát")
    officer.get_by_role("button", name="Mở rà soát và lấy danh sách").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đang rà soát")
    desk.look(officer, "ra-soat-2026")
    officer.get_by_role("table").first.get_by_role("link").first.click()
    expect(officer.locator("[data-indicator]")).to_have_count(12)
    desk.look(officer, "phieu-2026")
    fill_list_by_keyboard(officer, desk)
    meet_and_post(desk, officer)
    officer.get_by_role("button", name="Trình kết quả rà soát").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã trình")
    leader = desk.person("boy2026.lanhdao", day="2026")
    open_work(desk, leader, "Xem kết quả đã trình")
    leader.get_by_label("Số quyết định").fill("26/QĐ-UBND")
    leader.get_by_label("Ngày ký").fill("2026-09-30")
    leader.get_by_label("Người ký").fill("Chủ tịch (minh họa)")
    leader.get_by_role("button", name="Công nhận kết quả rà soát").click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã công nhận")
    desk.menu(officer, "Báo cáo")
    officer.get_by_label("Loại báo cáo").select_option("form_01")
    officer.get_by_role("button", name="Lập báo cáo").click()
    table = officer.get_by_role("region", name="Bảng báo cáo")
    expect(table).to_be_visible(timeout=60_000)
    expect(table).to_contain_text("Xã Bờ Y")
    desk.look(officer, "bao-cao-2026")
