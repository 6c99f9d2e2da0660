"""The dashboard, tables of one's choice, a page for everybody, work from a figure."""

import io

import openpyxl
from playwright.sync_api import expect

DRAWN = ("ty-le", "ban-do", "thieu-hut", "do-sau", "nguyen-nhan", "nhom", "dan-toc")
PNG = b"\x89PNG\r\n\x1a\n"


def show(desk, username, year="2019"):
    page = desk.person(username)
    desk.menu(page, "Số liệu")
    page.get_by_label("Năm", exact=True).select_option(label=year)
    page.get_by_role("button", name="Xem").click()
    page.wait_for_function("document.querySelectorAll('[data-drawn]').length > 5")
    return page


def test_charts_are_drawn_with_their_tables_and_open_into_rows(desk):
    page = show(desk, "ngochoi.canbo")
    for key in DRAWN:
        place = page.locator(f"[data-chart={key}]")
        assert int(place.get_attribute("data-drawn")) > 0, key
        assert place.locator("canvas").first.bounding_box()["height"] > 100
    desk.look(page, "so-lieu")
    card = page.locator("#bieu-do-ty-le")
    card.locator("summary").click()
    row = card.get_by_role("row").filter(has_text="Xã Đăk Ang")
    figure = row.get_by_role("link").first
    count = figure.inner_text()
    figure.click()
    expect(page.get_by_role("heading", name=f"Xã Đăk Ang: {count} hộ")).to_be_visible()
    desk.look(page, "so-lieu-ho")


def test_a_chart_is_taken_as_picture_and_as_excel(desk):
    page = show(desk, "ngochoi.canbo")
    card = page.locator("#bieu-do-thieu-hut")
    with page.expect_download() as taken:
        card.get_by_role("button", name="Tải ảnh PNG").click()
    assert taken.value.suggested_filename == "thieu-hut-huyen-ngoc-hoi-2019.png"
    picture = taken.value.path().read_bytes()
    assert picture.startswith(PNG)
    assert len(picture) > 20_000
    card.get_by_role("button", name="Excel").click()
    file = page.get_by_role("link", name="Tải tệp")
    expect(file).to_be_visible(timeout=60_000)
    with page.expect_download() as taken:
        file.click()
    sheet = openpyxl.load_workbook(io.BytesIO(taken.value.path().read_bytes())).active
    names = [row[0].value for row in sheet.iter_rows(min_row=7)]
    assert "Xã Đăk Ang" in names
    assert not page.errors


def test_a_group_is_chosen_and_kept_in_the_address(desk):
    page = show(desk, "kontum.xem")
    page.get_by_label("Nhóm hộ", exact=True).select_option(label="Hộ dân tộc thiểu số")
    page.get_by_role("button", name="Xem").click()
    assert "nhom=minority" in page.url
    assert int(page.locator("[data-chart=ban-do]").get_attribute("data-drawn")) == 10
    assert not page.errors, "the outline of the province is drawn"
    expect(page.get_by_text("Hộ dân tộc thiểu số").first).to_be_visible()
    assert page.get_by_role("link", name="Giao việc").count() == 0, "a viewer gives no work"
    desk.look(page, "so-lieu-tinh")


def test_a_table_is_chosen_by_keyboard_saved_and_dropped(desk):
    page = show(desk, "ngochoi.canbo")
    page.get_by_role("link", name="Bảng tự chọn").click()
    page.get_by_label("Tìm số liệu").fill("zzz")
    expect(page.get_by_text("Không có số liệu nào tên như vậy")).to_be_visible()
    page.get_by_label("Tìm số liệu").fill("y te")
    box = page.get_by_role("checkbox", name="Bảo hiểm y tế (hộ)").first
    box.focus()
    page.keyboard.press("Space")
    page.get_by_label("Mỗi dòng là").select_option(label="Từng xã, phường, thị trấn")
    desk.look(page, "so-lieu-bang-chon")
    page.get_by_role("button", name="Xem bảng").focus()
    page.keyboard.press("Enter")
    table = page.get_by_role("region", name="Bảng: Bảng số liệu – Huyện Ngọc Hồi")
    expect(table.get_by_role("row")).to_have_count(10)
    expect(table.get_by_text("thiếu hụt: Bảo hiểm y tế")).to_be_visible()
    name = f"Bảo hiểm {desk.width}"
    page.locator("summary").filter(has_text="Lưu bảng này").click()
    page.get_by_label("Tên bảng", exact=True).fill(name)
    page.get_by_role("button", name="Lưu bảng").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã lưu bảng")
    desk.look(page, "so-lieu-bang")
    row = page.get_by_role("row").filter(has_text=name)
    row.locator("summary").click()
    row.get_by_role("button", name=f"Bỏ “{name}”").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã bỏ bảng")


def test_a_page_for_a_leader_and_work_from_a_figure(desk):
    leader = show(desk, "ngochoi.lanhdao")
    leader.get_by_role("link", name="Tóm tắt một trang").click()
    expect(leader.get_by_role("heading", name="Cần chú ý")).to_be_visible()
    desk.look(leader, "so-lieu-tom-tat")
    show(desk, "ngochoi.lanhdao")
    leader.locator("#bieu-do-ty-le").get_by_role("link", name="Giao việc").click()
    text = f"Kiểm tra hộ nghèo Đăk Ang {desk.width}"
    leader.get_by_label("Việc cần làm").fill(text)
    leader.get_by_label("Hạn", exact=True).fill("2020-10-20")
    leader.get_by_role("button", name="Giao việc").click()
    expect(leader.get_by_text("Trường này là bắt buộc").first).to_be_visible()
    desk.look(leader, "giao-viec-thieu")
    leader.get_by_label("Giao cho").select_option(label="Cán bộ Đăk Ang (minh họa)")
    leader.get_by_role("button", name="Giao việc").click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã giao việc")
    officer = desk.person("dakang.canbo")
    desk.open_work(officer, "Trả lời việc được giao", text)
    desk.look(officer, "viec-duoc-giao")
    other = officer.context.new_page()
    other.goto(officer.url)
    officer.get_by_label("Trả lời", exact=True).fill("Đã kiểm tra")
    officer.get_by_role("button", name="Trả lời").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã trả lời")
    other.get_by_label("Trả lời", exact=True).fill("Câu thứ hai")
    other.get_by_role("button", name="Trả lời").click()
    expect(other.get_by_role("alert").first).to_be_visible()
    expect(other.get_by_text("Đã kiểm tra")).to_be_visible()
    other.close()


def test_a_province_opens_its_page_and_everybody_reads_it(desk):
    leader = show(desk, "kontum.lanhdao")
    leader.get_by_role("link", name="Trang công khai").click()
    desk.look(leader, "cong-khai-mo")
    opened = leader.get_by_role("button", name="Mở trang công khai")
    if opened.count():
        opened.click()
        expect(leader.get_by_role("status").first).to_contain_text("đang mở")
    anybody = desk.browser.new_context(viewport={"width": desk.width, "height": 740})
    page = anybody.new_page()
    page.errors = []
    page.goto(f"{desk.url}/cong-khai/")
    page.get_by_role("link", name="Tỉnh Kon Tum").click()
    expect(page.get_by_text("Số từ 1 đến 4 hộ không công bố")).to_be_visible()
    desk.look(page, "cong-khai")
    anybody.close()
    leader.get_by_role("button", name="Đóng trang công khai").click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã đóng")
