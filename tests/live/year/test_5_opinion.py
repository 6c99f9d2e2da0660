"""2024: the district opens the round and gives its opinion, the commune's chair decides."""

from playwright.sync_api import expect

from tests.live.desk import small_pdf


def test_district_opens_the_round_of_2024(desk):
    officer = desk.person("ngochoi.canbo", day="2024")
    desk.menu(officer, "Rà soát")
    officer.get_by_role("link", name="Mở đợt rà soát").click()
    expect(officer.get_by_label("Từ ngày")).to_have_value("2024-09-01")
    expect(officer.get_by_label("Đến hết ngày")).to_have_value("2024-12-14")
    officer.get_by_label("Đến hết ngày").fill("2024-08-01")
    officer.get_by_role("button", name="Mở đợt rà soát").click()
    expect(officer.get_by_role("alert").first).to_be_visible()
    expect(officer.get_by_label("Đến hết ngày")).to_have_value("2024-08-01")
    desk.look(officer, "mo-dot-sai")
    officer.get_by_label("Đến hết ngày").fill("2024-12-14")
    officer.get_by_role("button", name="Mở đợt rà soát").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã mở đợt rà soát")


def test_commune_writes_members_and_causes_and_meets(desk):
    page = desk.person("dakkan.canbo", day="2024")
    desk.open_work(page, "Mở rà soát")
    page.get_by_role("button", name="Mở rà soát và lấy danh sách").click()
    desk.enter_most(page)
    page.get_by_role("table").first.get_by_role("link").first.click()
    add_a_member(desk, page)
    desk.fill_list_by_keyboard(page)
    page.get_by_role("button", name="Chuyển sang họp thôn").click()
    while page.get_by_role("row").filter(has_text="Chưa họp").count():
        row = page.get_by_role("row").filter(has_text="Chưa họp").first
        row.get_by_role("link", name="Ghi biên bản họp").click()
        for label, value in (
            ("Ngày họp", "2024-09-20"),
            ("Chủ trì", "Trưởng thôn (minh họa)"),
            ("Số người dự họp", "40"),
            ("Số người đồng ý", "30"),
        ):
            page.get_by_label(label).fill(value)
        page.get_by_role("button", name="Ghi biên bản họp").click()
        expect(page.get_by_role("status").first).to_contain_text("Đã ghi biên bản")
    page.get_by_role("link", name="Niêm yết danh sách").click()
    page.get_by_label("Niêm yết từ ngày").fill("2024-09-23")
    page.get_by_role("button", name="Niêm yết danh sách").click()
    answer_an_objection(desk, page)
    page.get_by_role("button", name="Trình kết quả rà soát").click()
    expect(page.get_by_role("status").first).to_contain_text("Chưa trình được")


def add_a_member(desk, page):
    """A child is written into the form, and a cause ticked; both are there when it opens."""
    line = page.get_by_role("row").filter(has=page.get_by_label("Họ và tên")).last
    line.get_by_label("Họ và tên").fill("A Minh Họa Mới")
    line.get_by_label("Năm sinh").fill("2023")
    line.get_by_label("Dân tộc").fill("Xơ Đăng")
    cause = page.get_by_label("Không có vốn sản xuất, kinh doanh")
    cause.set_checked(not cause.is_checked())
    ticked = cause.is_checked()
    page.keyboard.press("Control+s")
    expect(page.locator(".review__bar")).to_contain_text("Nháp, lưu lúc")
    names = page.get_by_label("Họ và tên").evaluate_all("all => all.map(e => e.value)")
    assert "A Minh Họa Mới" in names
    expect(cause).to_be_checked(checked=ticked)
    desk.look(page, "phieu-2024")
    page.get_by_label("Tổng điểm B1 (điểm)").focus()


def answer_an_objection(desk, page):
    """Somebody objects; the household is looked at again and the answer written."""
    page.locator("a[href^='/phieu/']").first.click()
    page.get_by_role("link", name="Nhận ý kiến").click()
    page.get_by_label("Người có ý kiến").fill("Y Người Dân (minh họa)")
    page.get_by_label("Nội dung ý kiến").fill("Hộ có xe máy mới")
    page.get_by_label("Ngày nhận").fill("2024-09-25")
    desk.look(page, "nhan-y-kien")
    page.get_by_role("button", name="Nhận ý kiến của người dân").click()
    page.get_by_role("link", name="Danh sách của xã").click()
    page.get_by_role("link", name="Trả lời").first.click()
    page.get_by_label("Kết quả phúc tra").fill("Đã xem lại: xe cũ, kết quả đúng.")
    desk.look(page, "tra-loi-y-kien")
    page.get_by_role("button", name="Trả lời ý kiến của người dân").click()
    expect(page.get_by_text("Đã xem lại: xe cũ")).to_be_visible()


def test_list_hangs_again_and_the_district_gives_its_opinion(desk):
    page = desk.person("dakkan.canbo", day="2024")
    page.get_by_role("link", name="Niêm yết lại").first.click()
    page.get_by_label("Niêm yết từ ngày").fill("2024-10-01")
    page.get_by_role("button", name="Niêm yết danh sách").click()
    desk.change_day(page, "16/10/2024")
    desk.open_work(page, "Theo dõi niêm yết và trình")
    page.get_by_role("button", name="Trình kết quả rà soát").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã trình")
    officer = desk.person("ngochoi.canbo", day="2024")
    desk.change_day(officer, "16/10/2024")
    desk.open_work(officer, "Xem kết quả đã trình", "Xã Đăk Kan")
    officer.get_by_role("link", name="Ghi công văn cho ý kiến").click()
    officer.get_by_label("Số công văn").fill("88/UBND")
    officer.get_by_label("Ngày ký").fill("2024-10-15")
    officer.get_by_label("Người ký").fill("Lãnh đạo huyện (minh họa)")
    officer.get_by_label("Ý kiến").fill("Thống nhất với kết quả.")
    desk.look(officer, "cong-van-y-kien")
    officer.get_by_role("button", name="Ghi ý kiến").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã ghi ý kiến cho 1 xã")


def test_chair_of_the_commune_decides_after_the_opinion(desk):
    chair = desk.person("dakkan.lanhdao", day="2024")
    desk.change_day(chair, "16/10/2024")
    desk.open_work(chair, "Ghi quyết định công nhận")
    chair.get_by_label("Số quyết định").fill("24/QĐ-UBND")
    chair.get_by_label("Ngày ký").fill("2024-10-16")
    chair.get_by_label("Người ký").fill("Chủ tịch (minh họa)")
    chair.get_by_label("Bản quét đã ký").set_input_files(small_pdf(desk.folder))
    desk.look(chair, "quyet-dinh-2024")
    chair.get_by_role("button", name="Công nhận kết quả rà soát").click()
    expect(chair.get_by_role("status").first).to_contain_text("Đã công nhận")
