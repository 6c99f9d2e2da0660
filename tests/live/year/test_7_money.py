"""Money of a project: shared by the district, changed by decision, paid by the commune."""

from playwright.sync_api import expect

MONEY = "Vốn và giải ngân"


def decide(page, form, number):
    """The document of a decision, in one of the page's forms."""
    form.get_by_label("Số quyết định").fill(number)
    form.get_by_label("Ngày ký").fill("2024-09-20")
    form.get_by_label("Người ký").fill("Lãnh đạo (minh họa)")
    form.get_by_label("Trích yếu").fill("Phân bổ vốn (minh họa)")


def open_money(desk, username):
    """A person's money of 2024, and the first allocation of it."""
    page = desk.person(username, day="2024")
    desk.menu(page, "Dự án")
    desk.look(page, "du-an-2024")
    page.get_by_role("link", name=MONEY).click()
    desk.look(page, f"von-{username.split('.')[0]}")
    return page


def test_district_shares_and_adjusts_what_the_province_gave(desk):
    officer = open_money(desk, "ngochoi.canbo")
    expect(officer.get_by_role("row", name="Tổng cộng")).to_contain_text("1.200.000.000")
    officer.get_by_role("link", name="Huyện Ngọc Hồi").click()
    desk.look(officer, "von-huyen")
    officer.get_by_text("Phân bổ tiếp cho địa bàn, cơ quan").click()
    form = officer.locator("#phan-bo")
    decide(officer, form, f"{desk.width}/QĐ-UBND")
    form.get_by_label("Xã Đăk Dục (đồng)").fill("500.000.000")
    form.get_by_role("button", name="Phân bổ theo quyết định").click()
    expect(officer.get_by_text("không đủ 500.000.000 đồng")).to_be_visible()
    expect(form.get_by_label("Xã Đăk Dục (đồng)")).to_have_value("500.000.000")
    desk.look(officer, "von-khong-du")
    form.get_by_label("Xã Đăk Dục (đồng)").fill("100.000.000")
    form.get_by_role("button", name="Phân bổ theo quyết định").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã phân bổ cho 1 nơi")
    officer.get_by_text("Điều chỉnh, điều chuyển vốn đã phân bổ").click()
    form = officer.locator("#dieu-chinh")
    decide(officer, form, f"{desk.width}b/QĐ-UBND")
    form.get_by_label("Hình thức").select_option(label="điều chuyển")
    form.get_by_label("Lý do").fill("tiến độ chậm")
    form.get_by_label("Xã Đăk Dục: tăng, giảm (đồng)").fill("-40.000.000")
    form.get_by_label("Xã Đăk Ang: tăng, giảm (đồng)").fill("30.000.000")
    form.get_by_role("button", name="Ghi quyết định điều chỉnh vốn").click()
    expect(officer.get_by_text("lệch -10.000.000 đồng")).to_be_visible()
    form.get_by_label("Xã Đăk Ang: tăng, giảm (đồng)").fill("40.000.000")
    form.get_by_role("button", name="Ghi quyết định điều chỉnh vốn").click()
    expect(officer.get_by_role("row").filter(has_text="Xã Đăk Ang")).to_contain_text(
        "440.000.000"
    )
    desk.look(officer, "von-da-dieu-chinh")


def test_commune_pays_and_never_more_than_it_has(desk):
    officer = open_money(desk, "dakang.canbo")
    officer.get_by_role("link", name="Xã Đăk Ang").click()
    officer.get_by_text("Ghi giải ngân, tạm ứng, hoàn trả").click()
    form = officer.locator("#giai-ngan")
    form.get_by_label("Nghiệp vụ").select_option(label="thanh toán")
    form.get_by_label("Ngày", exact=True).fill("2024-09-25")
    form.get_by_label("Số tiền (đồng)").fill("900.000.000")
    form.get_by_label("Nội dung").fill("Giống bò (minh họa)")
    form.get_by_role("button", name="Ghi nghiệp vụ").click()
    expect(officer.get_by_text("không đủ 900.000.000 đồng")).to_be_visible()
    form.get_by_label("Số tiền (đồng)").fill("50.000.000")
    form.get_by_role("button", name="Ghi nghiệp vụ").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã ghi nghiệp vụ")
    expect(officer.get_by_role("row").filter(has_text="Giống bò")).to_contain_text(
        "50.000.000"
    )
    desk.look(officer, "von-xa")


def test_bank_sees_no_money_of_others(desk):
    bank = open_money(desk, "kontum.nganhang")
    expect(bank.get_by_text("Chưa có vốn nào của năm 2024")).to_be_visible()


def test_commune_records_a_support_and_is_told_why_not(desk):
    officer = desk.person("dakang.canbo", day="2024")
    desk.menu(officer, "Dự án")
    officer.get_by_role("link", name="Hỗ trợ cho hộ").click()
    officer.get_by_label("Tìm hộ để ghi hỗ trợ").fill("MH23380-00006")
    officer.get_by_role("button", name="Tìm hộ để ghi hỗ trợ").click()
    desk.look(officer, "ho-tro-tim-ho")
    officer.get_by_role("link", name="A Blong An").click()
    expect(
        officer.get_by_role("row").filter(has_text="Bảo hiểm y tế cho hộ nghèo")
    ).to_contain_text("hộ nghèo theo kết quả công nhận")
    officer.get_by_label("Chính sách", exact=True).select_option(
        label="Hỗ trợ sản xuất, đa dạng hóa sinh kế (Dự án 2)"
    )
    approved = officer.get_by_label("Ngày phê duyệt danh sách")
    officer.get_by_label("Ngày hỗ trợ").fill("2021-06-01")
    approved.fill("2021-05-20")
    officer.get_by_label("Nội dung hỗ trợ").fill("Giống bò (minh họa)")
    officer.get_by_label("Ngân sách trung ương (đồng)").fill("12.000.000")
    officer.get_by_label("Ngân sách tỉnh (đối ứng) (đồng)").fill("3.000.000")
    officer.get_by_role("button", name="Ghi hỗ trợ").click()
    expect(officer.get_by_text("chính sách không có hiệu lực ngày")).to_be_visible()
    expect(officer.get_by_label("Ngân sách trung ương (đồng)")).to_have_value("12.000.000")
    desk.look(officer, "ho-tro-bi-tu-choi")
    officer.get_by_label("Ngày hỗ trợ").fill("2024-09-25")
    approved.fill("2024-09-20")
    officer.get_by_role("button", name="Ghi hỗ trợ").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã ghi hỗ trợ")
    row = officer.get_by_role("row").filter(has_text="Giống bò")
    expect(row.first).to_contain_text("15.000.000")
    desk.look(officer, "ho-tro-danh-sach")
