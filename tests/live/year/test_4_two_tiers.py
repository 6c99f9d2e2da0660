"""The two-tier year of 2026: from an Excel list of a hundred households to certificates."""

import re
import subprocess

import openpyxl
from playwright.sync_api import expect

from tests.households.listing.books import book
from tests.live.desk import SHOTS, small_pdf

# on the phone a few do: the keyboard of a laptop is what lists are entered with
LISTED = {1280: 100, 360: 8}
PAGE = 50
TEMPLATE_POINTS = 118


def family(number):
    """A household of two: the head's row carries what is told of the household."""
    head = f"A Danh Sách {number}"
    return [
        (number, head, head, "Chủ hộ", 1970, "Nam", None, "1 (minh họa)", "Giẻ - Triêng")
        + ("", TEMPLATE_POINTS, None),
        (
            "",
            "",
            f"Y Con {number}",
            "Con",
            2010,
            "Nữ",
            None,
            "",
            "Giẻ - Triêng",
            "",
            None,
            None,
        ),
    ]


def import_a_list(desk, officer):
    """The list is looked at, its faulty row told, the others taken in."""
    count = LISTED[desk.width]
    rows = [row for number in range(1, count + 1) for row in family(number)]
    bad = [
        (
            count + 1,
            "Y Sai",
            "Y Sai",
            "Chủ hộ",
            "31/02/1980",
            "Nữ",
            None,
            "",
            "Kinh",
            "",
            1,
            0,
        )
    ]
    path = desk.folder / "danh-sach-ho.xlsx"
    book(rows + bad).save(path)
    desk.menu(officer, "Hộ dân")
    officer.get_by_role("link", name="Nhập danh sách từ Excel").click()
    desk.look(officer, "nhap-danh-sach")
    officer.get_by_label("Tệp Excel").set_input_files(path)
    officer.get_by_role("button", name="Tải lên và đọc danh sách").click()
    new = officer.get_by_role("link", name=re.compile(f"Hộ mới.*{count} hộ"))
    expect(new).to_be_visible(timeout=60_000)
    if count > PAGE:  # the faulty row comes last: not on the first page
        expect(officer.get_by_text("không có ngày này trong lịch")).to_have_count(0)
    desk.look(officer, "nhap-xem-truoc")
    officer.get_by_role("link", name=re.compile("Không nhận.*1 hộ")).click()
    expect(officer.get_by_text("không có ngày này trong lịch")).to_be_visible()
    with officer.expect_download() as refused:
        officer.get_by_role("link", name="Tải các dòng không nhận kèm lý do").click()
    kept = desk.folder / "khong-nhan.xlsx"
    refused.value.save_as(kept)
    assert "không có ngày này" in openpyxl.load_workbook(kept).active.cell(2, 13).value
    officer.get_by_role("button", name="Nhập các hộ đúng").click()
    expect(officer.get_by_text("Đã nhập danh sách.")).to_be_visible(timeout=60_000)
    desk.look(officer, "nhap-xong")


def edit_in_two_windows(desk, page):
    """A second officer saved meanwhile; then the line is cut while typing."""
    other = desk.person("boy2026.rasoat", day="2026")
    other.goto(page.url)
    score = "Tổng điểm B1 (điểm)"
    page.get_by_label(score).fill("121")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("status").first).to_be_visible()
    other.get_by_label(score).fill("122")
    other.keyboard.press("Control+s")
    expect(other.get_by_role("heading", name="Khác nhau giữa hai bản")).to_be_visible()
    expect(other.get_by_label(score)).to_have_value("122")
    expect(other.get_by_text("Công chức xã Bờ Y (minh họa) lưu lúc")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_label(score).fill("118")
    page.keyboard.press("Control+s")
    expect(page.locator("[data-draft-note]")).to_contain_text("Chưa nối được máy chủ")
    page.errors.clear()  # the browser tells of the cut line itself
    with page.expect_navigation():
        page.context.set_offline(False)
    expect(page.get_by_label(score)).to_have_value("118")
    page.errors.clear()


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


def decide(desk):
    leader = desk.person("boy2026.lanhdao", day="2026")
    desk.open_work(leader, "Xem kết quả đã trình")
    leader.get_by_label("Số quyết định").fill("26/QĐ-UBND")
    leader.get_by_label("Ngày ký").fill("2026-09-30")
    leader.get_by_label("Người ký").fill("Chủ tịch (minh họa)")
    leader.get_by_label("Bản quét đã ký").set_input_files(small_pdf(desk.folder))
    desk.look(leader, "quyet-dinh-2026")
    leader.get_by_role("button", name="Công nhận kết quả rà soát").click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã công nhận")


def print_paper(desk, officer, label, suffix, *, village=None):
    """Ask for a paper on the round's page, wait, take it."""
    officer.get_by_text("In giấy tờ").click()
    officer.get_by_label("Giấy tờ").select_option(label=label)
    if village:
        officer.get_by_label("Phạm vi").select_option(label=village)
    officer.get_by_role("button", name="Tạo bản in").click()
    link = officer.get_by_role("link", name=re.compile("^Tải tệp"))
    expect(link).to_be_visible(timeout=90_000)
    desk.look(officer, "ban-in")
    with officer.expect_download() as download:
        link.click()
    path = desk.folder / f"ban-in{suffix}"
    download.value.save_as(path)
    officer.get_by_role("link", name="Rà soát của xã").click()
    return path


def test_two_tier_year_runs_without_a_district(desk):
    officer = desk.person("boy2026.canbo", day="2026")
    desk.open_work(officer, "Mở rà soát")
    officer.get_by_role("button", name="Mở rà soát và lấy danh sách").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đang rà soát")
    desk.look(officer, "ra-soat-2026")
    import_a_list(desk, officer)
    desk.open_work(officer, "Nhập phiếu và trình")
    officer.get_by_role("table").first.get_by_role("link").first.click()
    expect(officer.locator("[data-indicator]")).to_have_count(12)
    desk.look(officer, "phieu-2026")
    edit_in_two_windows(desk, officer)
    done = desk.fill_list_by_keyboard(officer)
    assert done >= LISTED[desk.width]
    meet_and_post(desk, officer)
    officer.get_by_role("button", name="Trình kết quả rà soát").click()
    expect(officer.get_by_role("status").first).to_contain_text("Đã trình")
    decide(desk)
    officer.reload()
    pdf = print_paper(desk, officer, "Giấy chứng nhận (Mẫu 03)", ".pdf")
    told = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True)
    pages = int(re.search(r"Pages:\s+(\d+)", told.stdout).group(1))
    assert pages >= LISTED[desk.width] * 2 // 3, "a page for each household on the lists"
    changes = print_paper(
        desk, officer, "Excel: danh sách tăng, giảm sau quyết định", ".xlsx"
    )
    assert openpyxl.load_workbook(changes).sheetnames[0] == "BHYT tăng"
    for kind, name in (("form_01", "bao-cao-2026"), ("plan_result", "ket-qua-2026")):
        desk.menu(officer, "Báo cáo")
        officer.get_by_role("link", name="Biểu theo năm").click()
        officer.get_by_label("Loại báo cáo").select_option(kind)
        officer.get_by_role("button", name="Lập báo cáo").click()
        table = officer.get_by_role("region", name="Bảng báo cáo")
        expect(table).to_be_visible(timeout=60_000)
        expect(table).to_contain_text("Xã Bờ Y")
        desk.look(officer, name)


PAPERS = {
    "Phiếu rà soát in sẵn": "phieu",
    "Biên bản họp thôn": "bien-ban",
    "Danh sách niêm yết": "niem-yet",
    "Quyết định công nhận (Mẫu 02)": "quyet-dinh",
    "Giấy chứng nhận (Mẫu 03)": "giay-chung-nhan",
}


def test_papers_are_drawn_as_pictures_to_look_at(desk):
    officer = desk.person("boy2026.canbo", day="2026")
    desk.menu(officer, "Rà soát")
    officer.get_by_role("link", name="Xã Bờ Y").first.click()
    for label, name in PAPERS.items():
        village = "Thôn 1 (minh họa)" if name == "bien-ban" else None
        pdf = print_paper(desk, officer, label, f"-{name}.pdf", village=village)
        picture = SHOTS / f"giay-{name}-{desk.width}"
        drawn = ["pdftoppm", "-r", "60", "-l", "2", "-png", pdf, picture]
        subprocess.run(drawn, check=True)
        first = next(SHOTS.glob(f"giay-{name}-{desk.width}-*1.png"))
        assert first.stat().st_size > 10_000, "a page with something on it"


def test_counter_takes_a_request_and_confirms_a_class(desk):
    officer = desk.person("boy2026.canbo", day="2026")
    desk.menu(officer, "Hộ dân")
    officer.get_by_label("Tên chủ hộ, đủ họ tên thành viên, mã hộ hoặc số CCCD").fill(
        "a danh sach 3"
    )
    officer.get_by_role("button", name="Tìm hộ").click()
    officer.get_by_role("table").get_by_role("link").first.click()
    officer.get_by_role("link", name="Nhận giấy đề nghị").click()
    officer.get_by_label("Loại giấy").select_option("leave")
    desk.look(officer, "nhan-giay")
    officer.get_by_role("button", name="Nhận giấy và in biên nhận").click()
    expect(officer.get_by_role("status").first).to_contain_text("hẹn trả 30/10/2026")
    expect(officer.get_by_role("link", name="Tải tệp PDF")).to_be_visible(timeout=60_000)
    officer.get_by_role("link", name="Giấy đề nghị").first.click()
    desk.look(officer, "giay-de-nghi")
    officer.get_by_role("link", name="Xem xét").first.click()
    officer.get_by_label("Không nhận", exact=True).check()
    officer.get_by_role("button", name="Ghi kết quả").click()
    expect(officer.get_by_text("Hãy ghi lý do không nhận")).to_be_visible()
    desk.look(officer, "xem-xet-giay")
    officer.get_by_label("Lý do không nhận").fill("Hộ vừa được rà soát trong tháng 9.")
    officer.get_by_role("button", name="Ghi kết quả").click()
    answer = officer.get_by_role("heading", name="Văn bản trả lời giấy đề nghị")
    expect(answer).to_be_visible()
    expect(officer.get_by_role("link", name="Tải tệp PDF")).to_be_visible(timeout=60_000)
    officer.get_by_role("link", name="Giấy đề nghị").first.click()
    expect(officer.get_by_text("Hộ vừa được rà soát")).to_be_visible()
    expect(officer.get_by_role("button", name="In trả lời").first).to_be_visible()
    officer.get_by_role("table").get_by_role("link").first.click()
    officer.get_by_role("link", name="Cấp giấy xác nhận").click()
    officer.get_by_label("Để làm gì").fill("nộp hồ sơ vay vốn")
    officer.get_by_role("button", name="Ghi sổ và in giấy xác nhận").click()
    expect(officer.get_by_role("link", name="Tải tệp PDF")).to_be_visible(timeout=60_000)
    officer.get_by_role("link", name="Sổ cấp giấy xác nhận").click()
    expect(officer.get_by_role("row").filter(has_text="nộp hồ sơ vay vốn")).to_be_visible()
    desk.look(officer, "so-xac-nhan")


def test_pages_that_help_a_second_look(desk):
    officer = desk.person("boy2026.canbo", day="2026")
    for label, name in (
        ("Kiểm tra chất lượng số liệu", "chat-luong"),
        ("Nghi trùng người", "nghi-trung"),
        ("Số hộ, số khẩu của thôn", "so-lieu-thon"),
    ):
        desk.menu(officer, "Hộ dân")
        officer.get_by_role("link", name=label).click()
        desk.look(officer, name)
    officer.get_by_label("Thôn, tổ dân phố").select_option(index=1)
    for field, value in (("Số hộ", "10"), ("Số nhân khẩu", "9"), ("Số hộ DTTS", "5")):
        officer.get_by_label(field, exact=True).fill(value)
    officer.get_by_label("Nguồn số liệu").fill("Công an xã (minh họa)")
    officer.get_by_role("button", name="Ghi số liệu").click()
    expect(officer.get_by_text("Số nhân khẩu không được nhỏ hơn số hộ.")).to_be_visible()
    desk.menu(officer, "Số liệu")
    officer.get_by_role("link", name="Biến động giữa hai ngày").click()
    expect(officer.get_by_text("✓ khớp").first).to_be_visible()
    desk.look(officer, "bien-dong")
