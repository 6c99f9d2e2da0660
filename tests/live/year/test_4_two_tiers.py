"""The two-tier year of 2026: a commune below its province, no district."""

from playwright.sync_api import expect


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


def test_two_tier_year_runs_without_a_district(desk):
    officer = desk.person("boy2026.canbo", day="2026")
    desk.open_work(officer, "Mở rà soát")
    officer.get_by_role("button", name="Mở rà soát và lấy danh sách").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đang rà soát")
    desk.look(officer, "ra-soat-2026")
    officer.get_by_role("table").first.get_by_role("link").first.click()
    expect(officer.locator("[data-indicator]")).to_have_count(12)
    desk.look(officer, "phieu-2026")
    desk.fill_list_by_keyboard(officer)
    meet_and_post(desk, officer)
    officer.get_by_role("button", name="Trình kết quả rà soát").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã trình")
    leader = desk.person("boy2026.lanhdao", day="2026")
    desk.open_work(leader, "Xem kết quả đã trình")
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
