"""Three persons and a plan: drafted, proposed, asked otherwise, returned, approved, adjusted."""

import openpyxl
from playwright.sync_api import expect

from tests.live.desk import small_pdf
from tests.live.year.test_2_plan_and_reports import photograph

POOR = "Số hộ nghèo giảm trong năm"
NEAR = "Số hộ cận nghèo giảm trong năm"


def cell(page, indicator, place):
    return page.get_by_label(f"{indicator}, {place}", exact=True)


def paste(page, text):
    """What a person has copied from Excel, by the keyboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.keyboard.press("Control+v")


def test_district_drafts_and_fills_the_sheet_by_keyboard(desk):
    officer = desk.person("ngochoi.canbo")
    desk.menu(officer, "Kế hoạch")
    officer.get_by_role("link", name="Lập kế hoạch").click()
    officer.get_by_label("Tên kế hoạch").fill("Kế hoạch giảm nghèo huyện năm 2023")
    officer.get_by_label("Thời kỳ: từ ngày").fill("2023-01-01")
    officer.get_by_label("Đến hết ngày").fill("2023-12-31")
    officer.get_by_label(POOR).check()
    officer.get_by_label(NEAR).check()
    desk.look(officer, "ke-hoach-lap")
    officer.get_by_role("button", name="Lập kế hoạch").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã lập kế hoạch")
    desk.look(officer, "bang-chi-tieu-trong")
    first = cell(officer, POOR, "Thị trấn Plei Kần")
    first.focus()
    officer.keyboard.type("3")
    officer.keyboard.press("Enter")
    expect(cell(officer, POOR, "Xã Đăk Ang")).to_be_focused()
    officer.keyboard.type("999")
    officer.keyboard.press("ArrowDown")
    expect(cell(officer, POOR, "Xã Đăk Ang")).to_have_attribute("aria-invalid", "true")
    officer.keyboard.press("Control+z")
    expect(cell(officer, POOR, "Xã Đăk Ang")).to_have_value("0")
    expect(cell(officer, POOR, "Xã Đăk Ang")).to_be_focused()
    paste(officer, "12-14\t1\n2\t0\n")
    expect(cell(officer, POOR, "Xã Đăk Ang")).to_have_value("12-14")
    expect(cell(officer, NEAR, "Xã Đăk Ang")).to_have_value("1")
    expect(cell(officer, POOR, "Xã Đăk Dục")).to_have_value("2")
    expect(officer.get_by_text("4 ô chưa lưu.")).to_be_visible()
    officer.keyboard.press("Control+z")
    expect(cell(officer, POOR, "Xã Đăk Dục")).to_have_value("0")
    officer.keyboard.press("Control+y")
    expect(officer.get_by_role("row", name="Tổng cộng")).to_contain_text("17")
    desk.look(officer, "bang-chi-tieu-dang-sua")
    officer.keyboard.press("Control+s")
    expect(officer.get_by_role("status").first).to_contain_text("Đã lưu 4 ô.")
    officer.get_by_text("Ghi tổng chỉ tiêu và chia cho các địa bàn").click()
    officer.get_by_label("Tổng chỉ tiêu (đơn vị của chỉ tiêu)").fill("16")
    officer.get_by_label("Cách chia").select_option(
        label="chỉ ghi tổng, giữ nguyên các dòng"
    )
    officer.get_by_role("button", name="Ghi tổng chỉ tiêu").click()
    expect(officer.get_by_text("vượt 1 hộ so với tổng 16")).to_be_visible()
    desk.look(officer, "bang-chi-tieu-vuot-tong")
    first.fill("2")
    expect(officer.get_by_text("khớp tổng 16 hộ")).to_be_visible()
    officer.keyboard.press("Control+s")
    expect(officer.get_by_role("status").first).to_contain_text("Đã lưu 1 ô.")


def test_two_windows_on_one_sheet_lose_nothing(desk):
    officer = desk.person("ngochoi.canbo")
    other = officer.context.new_page()
    other.goto(officer.url)
    cell(officer, POOR, "Xã Sa Loong").fill("1")
    officer.get_by_role("button", name="Lưu bảng chỉ tiêu").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã lưu 1 ô.")
    cell(other, POOR, "Xã Sa Loong").fill("4")
    other.get_by_role("button", name="Lưu bảng chỉ tiêu").click()
    expect(other.get_by_text("người khác vừa sửa thành 1").first).to_be_visible()
    expect(cell(other, POOR, "Xã Sa Loong")).to_have_value("4")
    other.get_by_role("button", name="Lưu bảng chỉ tiêu").click()
    expect(other.get_by_role("status").first).to_contain_text("Đã lưu 1 ô.")
    other.close()


def test_commune_asks_for_another_figure_and_gets_it_in_the_end(desk):
    commune, officer = desk.person("dakang.canbo"), desk.person("ngochoi.canbo")
    desk.menu(commune, "Kế hoạch")
    commune.get_by_role("link", name="huyện năm 2023").click()
    plan = commune.url
    commune.get_by_label("Chỉ tiêu của").fill("9")
    commune.get_by_role("button", name="Đăng ký chỉ tiêu").click()
    expect(commune.get_by_role("status").first).to_contain_text("cấp trên đề xuất 12-14 hộ")
    expect(commune.get_by_label("Chỉ tiêu của")).to_have_value("9")
    commune.get_by_label("Lý do ghi số khác").fill("bão làm hỏng vườn")
    desk.look(commune, "chi-tieu-xin-khac")
    commune.get_by_role("button", name="Đăng ký chỉ tiêu").click()
    expect(commune.get_by_role("status").first).to_contain_text("đã đăng ký 9 hộ")
    officer.goto(plan)
    row = officer.get_by_role("row").filter(has_text="Xã Đăk Ang")
    expect(row).to_contain_text(
        "Cấp trên đề xuất 12-14; lý do ghi số khác: bão làm hỏng vườn"
    )
    officer.get_by_label("Lý do trả lại Xã Đăk Ang").fill("giảm ít nhất 10 hộ")
    row.get_by_role("button", name="Trả lại").click()
    commune.goto(plan)
    commune.get_by_label("Chỉ tiêu của").fill("10")
    commune.get_by_label("Lý do ghi số khác").fill("đã bàn lại")
    commune.get_by_role("button", name="Đăng ký chỉ tiêu").click()
    officer.goto(plan)
    row.get_by_role("button", name="Phê duyệt").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã phê duyệt")
    officer.get_by_role("link", name="Cây chỉ tiêu").click()
    desk.look(officer, "cay-chi-tieu")
    officer.get_by_role("link", name="Kế hoạch", exact=True).click()
    officer.get_by_role("button", name="Xuất Excel").click()
    officer.get_by_role("link", name="Tải tệp Excel").wait_for(timeout=30_000)
    desk.look(officer, "xuat-tep")
    with officer.expect_download() as taken:
        officer.get_by_role("link", name="Tải tệp Excel").click()
    table = desk.folder / "bang-2023.xlsx"
    taken.value.save_as(table)
    values = [c for row in openpyxl.load_workbook(table).active.values for c in row]
    assert {"Xã Đăk Ang", 10} <= set(values)
    photograph(table, f"bang-chi-tieu-{desk.width}")


def test_leader_adjusts_the_issued_plan_by_decision(desk):
    leader = desk.person("ngochoi.lanhdao")
    desk.menu(leader, "Kế hoạch")
    leader.get_by_role("link", name="huyện Ngọc Hồi năm 2021").click()
    leader.get_by_role("link", name="Điều chỉnh chỉ tiêu").click()
    leader.get_by_label("Số quyết định").fill(f"{desk.width}/QĐ-UBND")
    leader.get_by_label("Ngày ký").fill("2020-10-01")
    leader.get_by_label("Người ký").fill("Lãnh đạo (minh họa)")
    leader.get_by_label("Lý do điều chỉnh").fill("thiên tai")
    leader.get_by_label("Bản quét").set_input_files(small_pdf(desk.folder))
    leader.get_by_label("Điều chỉnh của Xã Đăk Ang").fill("6")
    desk.look(leader, "dieu-chinh-chi-tieu")
    leader.get_by_role("button", name="Ghi quyết định điều chỉnh").click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã ghi quyết định")
    cells = leader.get_by_role("row").filter(has_text="thiên tai").get_by_role("cell")
    expect(cells.nth(1)).to_have_text("Xã Đăk Ang")
    expect(cells.nth(3)).to_have_text("5")
    expect(cells.nth(4)).to_have_text("6")


def test_progress_and_years_are_read_by_the_district(desk):
    officer = desk.person("ngochoi.canbo")
    desk.menu(officer, "Kế hoạch")
    officer.get_by_role("link", name="Đề án giảm nghèo bền vững").click()
    officer.get_by_role("link", name="Tiến độ").click()
    expect(officer.get_by_text("đã công nhận").first).to_be_visible()
    desk.look(officer, "tien-do-chi-tieu")
    officer.get_by_text("Ghi kết quả: Thu nhập bình quân").click()
    officer.get_by_label("Giá trị (lần)").fill("1,9")
    officer.get_by_label("Nguồn số liệu").fill("Chi cục Thống kê (minh họa)")
    officer.get_by_role("button", name="Ghi kết quả").click()
    expect(officer.get_by_role("row").filter(has_text="Thu nhập")).to_contain_text("1,9")
    desk.menu(officer, "Kế hoạch")
    officer.get_by_role("link", name="So sánh các năm").click()
    expect(officer.get_by_role("row").filter(has_text="Xã Đăk Ang")).to_be_visible()
    desk.look(officer, "so-sanh-cac-nam")


def test_commune_names_households_and_takes_one_back(desk):
    commune = desk.person("dakang.canbo")
    desk.menu(commune, "Kế hoạch")
    commune.get_by_role("link", name="Hộ đăng ký thoát nghèo").click()
    desk.look(commune, "ho-dang-ky")
    boxes = commune.get_by_role("checkbox")
    boxes.nth(0).check()
    boxes.nth(1).check()
    commune.get_by_role("button", name="Đăng ký các hộ đã chọn").click()
    expect(commune.get_by_role("status").first).to_contain_text("Đã đăng ký 2 hộ")
    commune.get_by_text("Rút đăng ký").first.click()
    commune.get_by_label("Lý do rút đăng ký").first.fill("chủ hộ ốm nặng")
    commune.get_by_role("button", name="Rút đăng ký").first.click()
    expect(commune.get_by_role("status").first).to_contain_text("Đã rút đăng ký")
    desk.look(commune, "ho-da-dang-ky")
    commune.get_by_role("button", name="Xuất danh sách đã đăng ký").click()
    with commune.expect_download() as taken:
        commune.get_by_role("link", name="Tải tệp Excel").click(timeout=30_000)
    path = desk.folder / "ho-dang-ky.xlsx"
    taken.value.save_as(path)
    photograph(path, f"ho-dang-ky-{desk.width}")
    leader = desk.person("ngochoi.canbo")
    leader.goto(f"{desk.url}/ho-dang-ky/?nam=2020")
    expect(leader.get_by_role("row").filter(has_text="Xã Đăk Ang").first).to_contain_text(
        "1"
    )
    desk.look(leader, "ho-dang-ky-huyen")
