"""A training class with thirty households from a list, its result, and the year's end."""

import re

from playwright.sync_api import expect

from tests.live.year.test_7_money import decide, open_money

MANY = 30
NOT_LISTED = "MH23380-00700"  # a household of the commune that is on no list


def test_commune_records_a_class_with_thirty_households(desk):
    officer = desk.person("dakang.canbo", day="2024")
    desk.menu(officer, "Dự án")
    officer.get_by_role("link", name="Hoạt động").click()
    desk.look(officer, "hoat-dong")
    officer.get_by_label("Ghi hoạt động mới").select_option(label="Lớp đào tạo nghề (DA4)")
    officer.get_by_role("button", name="Tiếp tục").click()
    name = f"Lớp may {desk.width} (minh họa)"
    officer.get_by_label("Tên hoạt động").fill(name)
    officer.get_by_label("Bắt đầu").fill("2024-09-01")
    officer.get_by_label("Kết thúc").fill("2024-08-01")
    officer.get_by_label("Kinh phí dự kiến (đồng)").fill("60.000.000")
    officer.get_by_label("Kế hoạch: Học viên (người)").fill("30")
    officer.get_by_role("button", name="Ghi hoạt động").click()
    expect(officer.get_by_text("Hoạt động phải bắt đầu trước khi kết thúc")).to_be_visible()
    expect(officer.get_by_label("Tên hoạt động")).to_have_value(name)
    desk.look(officer, "hoat-dong-sai-ngay")
    officer.get_by_label("Kết thúc").fill("2024-11-30")
    officer.get_by_role("button", name="Ghi hoạt động").click()
    officer.get_by_role("button", name="Chuyển sang: Đang thực hiện").click()
    officer.get_by_role("link", name="Ghi hộ tham gia").click()
    boxes = officer.get_by_role("checkbox")
    for number in range(MANY):
        boxes.nth(number).check()
    officer.get_by_label("Mã hộ khác, mỗi dòng một mã").fill("MH23380-99999")
    officer.get_by_role("button", name="Ghi các hộ đã chọn").click()
    expect(officer.get_by_text("mang mã: MH23380-99999")).to_be_visible()
    desk.look(officer, "hoat-dong-ma-sai")
    officer.get_by_label("Mã hộ khác, mỗi dòng một mã").fill(NOT_LISTED)
    officer.get_by_role("button", name="Ghi các hộ đã chọn").click()
    expect(officer.get_by_role("alert")).to_contain_text("1 hộ không đủ điều kiện")
    expect(boxes.nth(MANY - 1)).to_be_checked()
    desk.look(officer, "hoat-dong-ho-khong-du")
    officer.get_by_label("Mã hộ khác, mỗi dòng một mã").fill("")
    officer.get_by_role("button", name="Ghi các hộ đã chọn").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã ghi 30 hộ tham gia")
    officer.get_by_text("Ghi kết quả").first.click()
    form = officer.locator("#ket-qua")
    form.get_by_label("Kết quả").select_option(label="Học viên (người)")
    form.get_by_label("Số lượng").fill("30")
    form.get_by_role("button", name="Ghi kết quả").click()
    row = officer.get_by_role("row").filter(has_text="Học viên").first
    expect(row).to_contain_text(re.compile(r"30\s*30"))
    desk.look(officer, "hoat-dong-mot-lop")


def test_district_sees_the_board_and_the_needs(desk):
    officer = desk.person("ngochoi.canbo", day="2024")
    desk.menu(officer, "Dự án")
    officer.get_by_role("link", name="Hoạt động").click()
    row = officer.get_by_role("row").filter(has_text=f"Lớp may {desk.width}").first
    expect(row).to_contain_text("Học viên: 30 / 30 người")
    desk.look(officer, "hoat-dong-huyen")
    desk.menu(officer, "Dự án")
    officer.get_by_role("link", name="Nhu cầu của hộ").click()
    desk.look(officer, "nhu-cau-chon-xa")
    officer.get_by_role("link", name="Xã Đăk Ang").click()
    expect(officer.get_by_role("heading", name="Theo nhu cầu")).to_be_visible()
    desk.look(officer, "nhu-cau-xa")


def test_year_is_closed_by_carrying_over_what_was_not_spent(desk):
    officer = open_money(desk, "ngochoi.canbo")
    officer.get_by_role("link", name="Huyện Ngọc Hồi").click()
    officer.get_by_role("link", name="Xã Sa Loong").click()
    officer.get_by_text("Chuyển sang năm sau").first.click()
    form = officer.locator("#chuyen-nam")
    decide(officer, form, f"{desk.width}c/QĐ-UBND")
    form.get_by_label("Số tiền chuyển sang năm sau (đồng)").fill("999.000.000")
    form.get_by_label("Hạn giải ngân").fill("2025-12-31")
    form.get_by_role("button", name="Chuyển sang năm sau").click()
    expect(officer.get_by_role("alert").first).to_contain_text("đồng")
    form.get_by_label("Số tiền chuyển sang năm sau (đồng)").fill("10.000.000")
    form.get_by_role("button", name="Chuyển sang năm sau").click()
    expect(officer.get_by_role("status").first).to_be_visible()
    desk.look(officer, "von-chuyen-nam")
