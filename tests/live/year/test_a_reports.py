"""A quarter's report from its opening to its acceptance, by commune, district, province."""

import hashlib
import re

import openpyxl
from playwright.sync_api import expect

QUARTER = "quý III năm 2020"


def open_quarter(desk, username, unit):
    """From the menu to the quarter's report of a unit."""
    page = desk.person(username)
    desk.menu(page, "Báo cáo")
    desk.look(page, f"lich-bao-cao-{username.split('.')[1]}")
    page.get_by_role("link", name="công tác giảm nghèo (hằng quý)").click()
    desk.look(page, f"lich-bao-cao-quy-{username.split('.')[1]}")
    page.get_by_role("link", name=f"{unit}, {QUARTER}").click()
    return page


def compile_figures(desk, page):
    """Ask for the figures; the page says what is being done, then shows them."""
    page.get_by_role("button", name="Tổng hợp số liệu").click()
    expect(page.get_by_role("button", name="Tổng hợp lại số liệu")).to_be_visible(
        timeout=60_000
    )
    expect(page.get_by_text("✓ Biến động khép")).to_be_visible()
    words = page.get_by_role("textbox", name="Kết quả thực hiện")
    expect(words).to_have_value(re.compile("(Đến|đến) ngày 14/09/2020"))


def sign(desk, page, number, signer):
    """What stands on the paper, and the file that was scanned."""
    page.get_by_label("Số, ký hiệu").fill(number)
    page.get_by_label("Ngày ký").fill("2020-10-01")
    page.get_by_label("Người ký").fill(signer)
    page.get_by_role("button", name="Ký và gửi báo cáo").click()
    expect(page.get_by_text("Đã trình", exact=False).first).to_be_visible()


def test_commune_writes_its_leader_signs_the_district_returns_and_accepts(desk):
    officer = open_quarter(desk, "dakang.canbo", "Xã Đăk Ang")
    desk.look(officer, "bao-cao-xa-trong")
    compile_figures(desk, officer)
    desk.look(officer, "bao-cao-xa-so-lieu")
    officer.get_by_label("Khó khăn, vướng mắc").fill("Đường đi khó (minh họa)")
    officer.get_by_role("button", name="Lưu phần lời").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã lưu phần lời")
    officer.get_by_role("button", name="Trình lãnh đạo ký").click()
    expect(officer.get_by_role("status").first).to_contain_text("chờ ký")
    leader = desk.person("dakang.lanhdao")
    desk.open_work(leader, "Ký và gửi báo cáo")
    desk.look(leader, "bao-cao-ky")
    leader.locator("summary").filter(has_text="Ký và gửi báo cáo").click()
    leader.get_by_role("button", name="Ký và gửi báo cáo").click()  # nothing typed
    expect(leader.get_by_text("Trường này là bắt buộc").first).to_be_visible()
    desk.look(leader, "bao-cao-ky-thieu")
    sign(desk, leader, f"{desk.width}/BC-UBND", "Chủ tịch Đăk Ang (minh họa)")
    above = desk.person("ngochoi.canbo")
    desk.open_work(above, "Tiếp nhận báo cáo", "Xã Đăk Ang")
    above.locator("summary").filter(has_text="Trả lại").click()
    form = above.locator("form").filter(
        has=above.get_by_role("button", name="Trả lại để bổ sung, chỉnh sửa")
    )
    form.get_by_label("Lý do").fill("Nêu rõ nguyên nhân")
    form.get_by_role("button", name="Trả lại để bổ sung, chỉnh sửa").click()
    desk.look(above, "bao-cao-tra-lai")
    officer.reload()
    expect(officer.get_by_role("alert")).to_contain_text("Nêu rõ nguyên nhân")
    officer.get_by_role("button", name="Trình lãnh đạo ký").click()
    leader.reload()
    leader.locator("summary").filter(has_text="Ký và gửi báo cáo").click()
    sign(desk, leader, f"{desk.width + 1}/BC-UBND", "Chủ tịch Đăk Ang (minh họa)")
    above.reload()
    above.locator("summary").filter(has_text="Tiếp nhận").click()
    above.get_by_role("button", name="Tiếp nhận báo cáo").click()
    expect(above.get_by_role("status").first).to_contain_text("đã tiếp nhận")


def test_two_windows_on_one_report_lose_nothing(desk):
    first = open_quarter(desk, "dakkan.canbo", "Xã Đăk Kan")
    second = first.context.new_page()
    second.goto(first.url)
    second.get_by_label("Nguyên nhân").fill("Của cửa sổ hai")
    second.get_by_role("button", name="Lưu phần lời").click()
    expect(second.get_by_role("status").first).to_contain_text("Đã lưu")
    second.close()
    first.get_by_label("Nguyên nhân").fill("Của cửa sổ một")
    first.get_by_role("button", name="Lưu phần lời").click()
    expect(first.get_by_text("Chưa có gì bị ghi đè").first).to_be_visible()
    expect(first.get_by_label("Nguyên nhân")).to_have_value("Của cửa sổ một")
    desk.look(first, "bao-cao-hai-cua-so")


def test_district_adds_up_and_the_province_accepts(desk):
    officer = open_quarter(desk, "ngochoi.canbo", "Huyện Ngọc Hồi (tổng hợp)")
    compile_figures(desk, officer)
    expect(officer.get_by_text("Chưa có báo cáo được tiếp nhận của").first).to_be_visible()
    desk.look(officer, "bao-cao-huyen-tong-hop")
    officer.get_by_role("button", name="Trình lãnh đạo ký").click()
    leader = desk.person("ngochoi.lanhdao")
    desk.open_work(leader, "Ký và gửi báo cáo")
    leader.locator("summary").filter(has_text="Ký và gửi báo cáo").click()
    sign(desk, leader, f"{desk.width}/BC-UBND", "Chủ tịch huyện (minh họa)")
    province = desk.person("kontum.canbo")
    desk.open_work(province, "Tiếp nhận báo cáo", "Huyện Ngọc Hồi")
    province.locator("summary").filter(has_text="Tiếp nhận").click()
    province.get_by_role("button", name="Tiếp nhận báo cáo").click()
    expect(province.get_by_role("status").first).to_contain_text("đã tiếp nhận")
    desk.look(province, "bao-cao-tinh-tiep-nhan")


def take(page, kind, folder):
    """One file of the newest edition."""
    link = page.get_by_role("link", name=f"Tải {kind}").first
    for _ in range(30):
        if link.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    with page.expect_download() as download:
        link.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_the_signed_files_are_taken_and_known_again(desk):
    page = open_quarter(desk, "dakang.canbo", "Xã Đăk Ang")
    workbook, word, pdf = (
        take(page, kind, desk.folder) for kind in ("Excel", "Word", "PDF")
    )
    values = [
        c.value for row in openpyxl.load_workbook(workbook).active.iter_rows() for c in row
    ]
    assert 1100 in values, "the commune's households"
    assert pdf.read_bytes().startswith(b"%PDF")
    desk.look(page, "bao-cao-ban-da-ky")
    desk.menu(page, "Báo cáo")
    page.get_by_role("link", name="Kiểm tra tệp báo cáo").click()
    page.get_by_label("Tệp báo cáo").set_input_files(word)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.get_by_role("status")).to_contain_text("bản số 2")
    digest = hashlib.sha256(word.read_bytes()).hexdigest()
    expect(page.get_by_text(digest)).to_be_visible()
    changed = desk.folder / "sua.docx"
    changed.write_bytes(word.read_bytes() + b" ")
    page.get_by_label("Tệp báo cáo").set_input_files(changed)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.get_by_role("alert")).to_contain_text("đã bị sửa")
    desk.look(page, "bao-cao-kiem-tra-tep")


def test_a_request_is_asked_answered_and_added_up(desk):
    above = desk.person("ngochoi.canbo")
    desk.menu(above, "Báo cáo")
    above.get_by_role("link", name="Yêu cầu báo cáo đột xuất").click()
    desk.look(above, "bao-cao-yeu-cau")
    name = f"Thiệt hại do bão {desk.width}"
    above.get_by_label("Tên báo cáo").fill(name)
    above.get_by_label("UBND xã").check()
    above.get_by_label("Căn cứ").fill("Công điện minh họa")
    above.get_by_label("Các cột của biểu").fill("Số hộ bị thiệt hại | hộ\nGhi chú")
    above.get_by_role("button", name="Gửi yêu cầu báo cáo").click()
    expect(above.get_by_role("heading", name=name)).to_be_visible()
    desk.look(above, "bao-cao-yeu-cau-da-gui")
    officer = desk.person("dakang.canbo")
    desk.menu(officer, "Việc của tôi")
    officer.get_by_role("row").filter(has_text=name).get_by_role("link").click()
    officer.get_by_label("Dòng 1, Số hộ bị thiệt hại").fill("nhiều")
    officer.get_by_role("button", name="Lưu biểu").click()
    expect(officer.get_by_text("không phải là số")).to_be_visible()
    officer.get_by_label("Dòng 1, Số hộ bị thiệt hại").fill("1.200")
    officer.get_by_role("button", name="Lưu biểu").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã lưu biểu")
    desk.look(officer, "bao-cao-yeu-cau-tra-loi")


def row_of(page, name):
    """The row of a report's line."""
    cell = page.get_by_role("cell", name=name, exact=True)
    return page.get_by_role("row").filter(has=cell).first


def test_a_sum_of_the_district_opens_down_to_the_households(desk):
    page = open_quarter(desk, "ngochoi.canbo", "Huyện Ngọc Hồi (tổng hợp)")
    row_of(page, "Hộ nghèo").get_by_role("link").first.click()
    expect(page.get_by_text("cộng từ báo cáo đã tiếp nhận")).to_be_visible()
    desk.look(page, "bao-cao-con-so")
    part = row_of(page, "Xã Đăk Ang").get_by_role("link")
    count = part.inner_text()
    part.focus()
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", name=f"Hộ nghèo – Xã Đăk Ang: {count} hộ")
    expect(heading).to_be_visible()
    page.get_by_role("table").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_text("cộng từ báo cáo đã tiếp nhận")).to_be_visible()
    page.get_by_role("link", name="Về báo cáo").click()
    row_of(page, "Tổng số hộ").get_by_role("link").first.click()
    row_of(page, "Xã Đăk Ang").get_by_role("link").click()
    expect(page.get_by_role("heading", name="Tổng số hộ – Xã Đăk Ang")).to_be_visible()
    desk.look(page, "bao-cao-tong-so")
