"""Registers, a draft by norms, money from Excel, and a household's whole story."""

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.live.year.test_7_money import open_money


def open_register(desk, username, title):
    """From the menu into one register of 2024."""
    page = desk.person(username, day="2024")
    desk.menu(page, "Dự án")
    page.get_by_role("link", name="Các sổ theo dõi").click()
    desk.look(page, f"so-{username.split('.')[0]}")
    page.get_by_role("link", name=title, exact=True).click()
    return page


def test_commune_names_a_difficulty_and_the_district_answers(desk):
    officer = open_register(desk, "dakang.canbo", "Khó khăn, vướng mắc")
    desk.look(officer, "so-kho-khan")
    officer.get_by_role("link", name="Nêu khó khăn, vướng mắc").click()
    text = f"Thiếu cán bộ khuyến nông {desk.width} (minh họa)"
    officer.get_by_label("Khó khăn, vướng mắc").fill(text)
    officer.get_by_label("Ngày nêu").fill("2024-09-20")
    officer.get_by_label("Hạn trả lời").fill("2024-09-10")
    officer.get_by_label("Hoặc UBND giải quyết").select_option(label="Huyện Ngọc Hồi")
    officer.get_by_role("button", name="Nêu khó khăn, vướng mắc").click()
    expect(officer.get_by_text("Hạn trả lời không được trước ngày nêu")).to_be_visible()
    expect(officer.get_by_label("Khó khăn, vướng mắc")).to_have_value(text)
    desk.look(officer, "so-kho-khan-sai")
    officer.get_by_label("Hạn trả lời").fill("2024-10-10")
    officer.get_by_role("button", name="Nêu khó khăn, vướng mắc").click()
    expect(officer.get_by_role("heading", name=text)).to_be_visible()
    above = desk.person("ngochoi.canbo", day="2024")
    desk.menu(above, "Việc của tôi")
    row = above.get_by_role("row").filter(has_text=text)
    row.get_by_role("link", name="Trả lời").click()
    above.locator("summary").filter(has_text="Trả lời").click()
    above.get_by_label("Trả lời, hướng giải quyết").fill("Cử cán bộ huyện xuống xã")
    above.get_by_label("Đã giải quyết xong").check()
    above.get_by_role("button", name="Trả lời", exact=True).click()
    expect(above.get_by_text("Cử cán bộ huyện xuống xã")).to_be_visible()
    desk.look(above, "so-kho-khan-tra-loi")
    desk.menu(above, "Việc của tôi")
    expect(above.get_by_role("row").filter(has_text=text)).to_have_count(0)


def test_two_windows_on_one_row_lose_nothing(desk):
    first = open_register(desk, "dakang.canbo", "Cán bộ làm công tác giảm nghèo")
    expect(first.get_by_text("Tỷ lệ được tập huấn")).to_be_visible()
    desk.look(first, "so-can-bo")
    first.get_by_role("link", name="Y Thảo (minh họa)").click()
    desk.look(first, "so-can-bo-mot-nguoi")
    first.get_by_role("link", name="Sửa").click()
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_label("Chức vụ, vị trí").fill(f"Phó Chủ tịch {desk.width}")
    second.get_by_role("button", name="Lưu thay đổi").click()
    expect(second.get_by_role("status").first).to_contain_text("Đã lưu")
    first.get_by_label("Chức vụ, vị trí").fill("Trưởng thôn")
    first.get_by_role("button", name="Lưu thay đổi").click()
    expect(first.get_by_role("heading", name="Khác nhau giữa hai bản")).to_be_visible()
    expect(first.get_by_label("Chức vụ, vị trí")).to_have_value("Trưởng thôn")
    desk.look(first, "so-can-bo-hai-ban")
    second.close()


def test_money_that_comes_back_is_counted(desk):
    officer = open_register(desk, "dakang.canbo", "Thu hồi vốn quay vòng")
    desk.look(officer, "so-thu-hoi")
    officer.get_by_role("row").filter(has_text="2.000.000").get_by_role("link").click()
    officer.locator("summary").filter(has_text="Ghi lần thu").click()
    officer.get_by_label("Số thu được").fill("9.000.000")
    officer.get_by_role("button", name="Ghi lần thu").click()
    expect(officer.get_by_text("Phải thu hồi 5.000.000 đồng")).to_be_visible()
    officer.get_by_label("Số thu được").fill("500.000")
    officer.get_by_role("button", name="Ghi lần thu").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã ghi")
    desk.look(officer, "so-thu-hoi-mot-khoan")


def test_the_front_keeps_its_own_book_and_the_bank_sees_none_of_it(desk):
    front = open_register(desk, "ngochoi.mttq", "Giám sát của MTTQ, đoàn thể")
    expect(front.get_by_role("link", name="Ghi cuộc giám sát")).to_be_visible()
    desk.look(front, "so-giam-sat")
    front.get_by_role("link", name="Các sổ").click()
    front.get_by_role("link", name="Kiểm tra chương trình", exact=True).click()
    expect(front.get_by_role("link", name="Ghi cuộc kiểm tra")).to_have_count(0)
    bank = open_register(desk, "kontum.nganhang", "Khó khăn, vướng mắc")
    expect(bank.get_by_text("Sổ chưa có dòng nào")).to_be_visible()


def test_a_draft_by_norms_goes_into_the_decision(desk):
    officer = open_money(desk, "ngochoi.canbo")
    officer.get_by_role("link", name="Theo địa bàn").click()
    desk.look(officer, "von-theo-dia-ban")
    officer.get_by_role("link", name="Định mức").click()
    desk.look(officer, "dinh-muc")
    officer.get_by_role("link", name="DA2").first.click()
    desk.look(officer, "dinh-muc-mot-du-an")
    officer.get_by_role("link", name="Nhập số liệu").click()
    desk.look(officer, "dinh-muc-so-lieu")
    officer = open_money(desk, "ngochoi.canbo")
    officer.get_by_role("link", name="Huyện Ngọc Hồi").click()
    officer.get_by_role("link", name="Dự thảo theo định mức").click()
    expect(
        officer.get_by_role("columnheader", name="Dự thảo phần còn lại")
    ).to_be_attached()
    desk.look(officer, "von-du-thao")
    officer.get_by_role("link", name="Đưa vào quyết định phân bổ").click()
    expect(officer.get_by_text("Đã điền số của dự thảo")).to_be_visible()
    expect(officer.locator("#phan-bo").get_by_label("Xã Đăk Kan (đồng)")).not_to_have_value(
        ""
    )
    desk.look(officer, "von-du-thao-vao-quyet-dinh")


def test_payments_come_from_excel_once(desk):
    officer = open_money(desk, "dakang.canbo")
    officer.get_by_role("link", name="Nhập giải ngân từ Excel").click()
    desk.look(officer, "von-nhap")
    with officer.expect_download() as caught:
        officer.get_by_role("link", name="Tải tệp mẫu").click()
    path = desk.folder / f"giai-ngan-{desk.width}.xlsx"
    caught.value.save_as(path)
    book = load_workbook(path)
    sheet = book["Nhập"]
    row = sheet.max_row
    for column, value in enumerate(
        ("thanh toán", "26/09/2024", 1_000_000, "Thuốc thú y (minh họa)"), start=4
    ):
        sheet.cell(row=row, column=column, value=value)
    book.save(path)
    for written in (True, False):
        officer.get_by_label("Tệp Excel (.xlsx)").set_input_files(path)
        officer.get_by_role("button", name="Tải lên và đọc tệp").click()
        if written:
            officer.get_by_role("button", name="Ghi 1 nghiệp vụ").click(timeout=60_000)
            expect(officer.get_by_text("Đã ghi các nghiệp vụ")).to_be_visible(
                timeout=60_000
            )
        else:
            known = officer.get_by_text("đã ghi từ trước")
            expect(known.first).to_be_visible(timeout=60_000)
        desk.look(officer, f"von-nhap-{'xong' if written else 'lai'}")
        officer.get_by_role("link", name="Các tệp đã gửi").click()


def test_a_households_story_stands_on_one_page(desk):
    officer = open_register(desk, "dakang.canbo", "Phân công giúp đỡ hộ")
    desk.look(officer, "so-giup-do")
    code = officer.get_by_role("row").nth(1).get_by_text("MH23380").first.inner_text()
    desk.menu(officer, "Hộ dân")
    officer.get_by_role("main").get_by_label("Tên chủ hộ").fill(code)
    officer.keyboard.press("Enter")
    row = officer.get_by_role("row").filter(has_text=code)
    row.get_by_role("link").first.click()
    officer.get_by_role("link", name="Hành trình của hộ").click()
    expect(officer.get_by_text("Đến thăm: Đã làm chuồng")).to_be_visible()
    desk.look(officer, "ho-hanh-trinh")


def test_a_road_passes_its_stages_in_their_order(desk):
    officer = desk.person("dakang.canbo", day="2024")
    desk.menu(officer, "Dự án")
    officer.get_by_role("link", name="Hoạt động").click()
    officer.get_by_role("link", name="Đường nội thôn (minh họa)").click()
    officer.locator("summary").filter(has_text="Ghi giai đoạn").click()
    form = officer.locator("#giai-doan")
    form.get_by_label("Giai đoạn", exact=True).select_option(label="Quyết toán hoàn thành")
    form.get_by_label("Ngày thực hiện").fill("2024-04-01")
    form.get_by_role("button", name="Ghi giai đoạn").click()
    expect(officer.get_by_text("không được trước “Khởi công”")).to_be_visible()
    form.get_by_label("Ngày thực hiện").fill("2024-09-20")
    form.get_by_label("Giá trị (đồng)").fill("930.000.000")
    form.get_by_role("button", name="Ghi giai đoạn").click()
    expect(
        officer.get_by_role("row").filter(has_text="Quyết toán hoàn thành")
    ).to_contain_text("930.000.000")
    desk.look(officer, "hoat-dong-giai-doan")
