"""A commune reviews its list by keyboard, the district returns it, its leader decides."""

import os
import re
import signal

from playwright.sync_api import expect

from tests.live.desk import PASSWORD, small_pdf

COMMUNES = {1280: ("daknong", "Xã Đăk Nông"), 360: ("dakduc", "Xã Đăk Dục")}


def test_commune_opens_its_round_and_enters_by_keyboard(desk):
    user, _ = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    desk.look(page, "viec-cua-toi")
    desk.open_work(page, "Mở rà soát")
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


ANSWERS = """
    SELECT score_b1, deprivations, deprived_total, klass FROM households_review
    WHERE household_id = (SELECT household_id FROM households_review WHERE public_id = %s)
    AND status = 'done'
"""


def test_unchanged_household_is_confirmed_with_one_key(desk):
    user, _ = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    desk.open_work(page, "Nhập phiếu và trình")
    row = page.get_by_role("row").filter(has_text="Chưa rà soát")
    row.get_by_role("link").first.click()
    name = page.get_by_role("heading", level=1).inner_text().removeprefix("Hộ ")
    review = page.url.rstrip("/").split("/")[-1]
    page.evaluate(
        "sessionStorage.presses = 0; addEventListener('keydown', () => "
        "{ sessionStorage.presses = Number(sessionStorage.presses) + 1 }, true)"
    )
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text(f"{name}: B1")
    assert 1 <= int(page.evaluate("sessionStorage.presses")) <= 3
    told = desk.system.query(ANSWERS, review)
    assert len(told) == 2
    assert told[0] == told[1], "last year's answers, confirmed"


def test_lost_connection_and_reload_lose_nothing(desk):
    user, _ = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    desk.open_work(page, "Nhập phiếu và trình")
    row = page.get_by_role("row").filter(has_text="Chưa rà soát")
    row.get_by_role("link").first.click()
    wishes = page.get_by_label("Nguyện vọng của hộ")
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


def open_untouched(desk):
    """The officer's first form that nobody wrote on."""
    user, _ = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    desk.open_work(page, "Nhập phiếu và trình")
    row = page.get_by_role("row").filter(has_text="Chưa rà soát")
    row.get_by_role("link").first.click()
    return page, page.get_by_label("Nguyện vọng của hộ")


def test_fault_of_the_server_loses_nothing(desk):
    page, wishes = open_untouched(desk)
    wishes.fill("Học nghề may")
    form = page.url
    fault = {"status": 500, "body": "hỏng", "content_type": "text/plain; charset=utf-8"}
    page.route(form, lambda route: route.fulfill(**fault))
    page.keyboard.press("Control+s")
    expect(page.get_by_text("hỏng")).to_be_visible()
    page.unroute(form)
    page.goto(form)
    expect(wishes).to_have_value("Học nghề may")
    expect(page.locator("[data-draft-note]")).to_contain_text("Đã lấy lại")
    page.errors.clear()  # the browser tells of the fault itself
    page.keyboard.press("Control+s")
    expect(page.locator(".review__bar")).to_contain_text("Nháp, lưu lúc")
    page.reload()
    expect(page.locator("[data-draft-note]")).to_be_hidden()
    expect(wishes).to_have_value("Học nghề may")


def test_killed_server_gets_the_form_when_it_is_back(desk):
    page, wishes = open_untouched(desk)
    wishes.fill("Sửa nhà")
    os.kill(desk.system.process.pid, signal.SIGSTOP)  # nobody starts it again meanwhile
    try:
        desk.system.kill("granian")
        page.keyboard.press("Control+s")
        note = page.locator("[data-draft-note]")
        expect(note).to_contain_text("Chưa nối được máy chủ")
    finally:
        os.kill(desk.system.process.pid, signal.SIGCONT)
    bar = page.locator(".review__bar")
    expect(bar).to_contain_text("Nháp, lưu lúc", timeout=60_000)
    expect(wishes).to_have_value("Sửa nhà")
    page.errors.clear()


def test_ended_session_leads_back_to_what_was_typed(desk):
    page, wishes = open_untouched(desk)
    wishes.fill("Cấp nước sạch")
    user, _ = COMMUNES[desk.width]
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Phiên làm việc đã hết hạn")).to_be_visible()
    desk.look(page, "dang-nhap-lai")
    page.get_by_label("Tên đăng nhập").fill(f"{user}.canbo")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    resend = page.get_by_role("button", name="Gửi tiếp nội dung đã nhập")
    expect(resend).to_be_visible()
    desk.look(page, "gui-tiep")
    resend.click()
    expect(page.locator(".review__bar")).to_contain_text("Nháp, lưu lúc")
    expect(wishes).to_have_value("Cấp nước sạch")
    page.reload()
    expect(page.locator("[data-draft-note]")).to_be_hidden()


def test_rest_of_the_list_is_entered_by_keyboard_alone(desk):
    user, _ = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    desk.open_work(page, "Nhập phiếu và trình")
    desk.enter_most(page)
    row = page.get_by_role("row").filter(has_text=re.compile("Chưa rà soát|Nháp"))
    row.get_by_role("link").first.click()
    desk.fill_list_by_keyboard(page)
    expect(page.get_by_role("button", name="Trình kết quả rà soát")).to_be_enabled()


def test_commune_submits_and_the_district_returns_with_a_reason(desk):
    user, name = COMMUNES[desk.width]
    page = desk.person(f"{user}.canbo")
    desk.open_work(page, "Nhập phiếu và trình")
    expect(page.get_by_text("Sau khi trình, xã không sửa được")).to_be_visible()
    desk.look(page, "ra-soat-truoc-khi-trinh")
    page.get_by_role("button", name="Trình kết quả rà soát").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã trình")
    district = desk.person("ngochoi.canbo")
    desk.look(district, "viec-cua-huyen")
    desk.open_work(district, "Xem kết quả đã trình", name)
    desk.look(district, "ra-soat-huyen-xem")
    district.get_by_label("Lý do trả lại").fill(
        "Kiểm tra lại điểm B1 của hộ đầu danh sách."
    )
    district.get_by_role("button", name="Trả lại để bổ sung, chỉnh sửa").click()
    expect(district.get_by_role("status").first).to_contain_text("Trả lại")
    desk.open_work(page, "Bổ sung, chỉnh sửa và trình lại")
    reason = page.get_by_role("alert").first
    expect(reason).to_contain_text("Kiểm tra lại điểm B1 của hộ đầu danh sách.")
    desk.look(page, "ra-soat-bi-tra-lai")
    page.get_by_role("table").first.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Tổng điểm B1 (điểm)")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("110")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("B1 110 ≤ 120: hộ nghèo")
    desk.open_work(page, "Bổ sung, chỉnh sửa và trình lại")
    page.get_by_role("button", name="Trình kết quả rà soát").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã trình")


def test_district_leader_records_the_decision(desk):
    _, name = COMMUNES[desk.width]
    leader = desk.person("ngochoi.lanhdao")
    desk.open_work(leader, "Xem kết quả đã trình", name)
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
    desk.open_work(page, "Nhập phiếu và trình")
    rows = page.get_by_role("row").filter(has_text="Chưa rà soát")
    link = rows.filter(has_text="1 (minh họa)").get_by_role("link").first
    href = link.get_attribute("href")
    other = desk.person("dakang.rasoat")  # the village's enumerator has it open too
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
    expect(other.get_by_text("Cán bộ Đăk Ang (minh họa) lưu lúc")).to_be_visible()
    desk.look(other, "phieu-hai-cua-so")
