"""What a person does at a desk or on a phone: sign in, click, type, look."""

import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from axe_playwright_python.sync_playwright import Axe

SHOTS = Path(__file__).resolve().parent.parent.parent / "var" / "screenshots"
CHROMIUM = "/usr/bin/chromium-headless-shell"
ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --lang=vi-VN "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--disable-extensions --disable-smooth-scrolling --mute-audio --no-pings"
).split()
PASSWORD = "Minh-Hoa-Ngoc-Hoi-2020"
# every rule is run; only what broke is written out. Colours do not depend on the width:
# the slow rule that looks at them looks once, at 1280 px
AXE = {"resultTypes": ["violations"]}
NARROW = {"rules": {"color-contrast": {"enabled": False}}}
HEIGHTS = {1280: 900, 360: 740}


def is_fault(message):
    """Whether the console tells of our fault; a refused form is none."""
    return message.type == "error" and "status of 4" not in message.text


class Desk:
    """One browser; each person has a window of his own."""

    def __init__(self, browser, url, width):
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.browser, self.url, self.width = browser, url, width
        self.windows = {}
        self.looked = set()

    def person(self, username, *, day="2020"):
        """The window of a person, signed in with the keyboard."""
        if (username, day) in self.windows:
            return self.windows[username, day]
        context = self.browser.new_context(
            viewport={"width": self.width, "height": HEIGHTS[self.width]},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
        )
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda m: page.errors.append(m.text) if is_fault(m) else None)
        page.goto(f"{self.url}/dang-nhap/")
        if day != "2020":
            self.change_day(page, f"01/10/{day}")
        self.look(page, "dang-nhap")
        page.get_by_label("Tên đăng nhập").focus()
        page.keyboard.type(username)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Việc của tôi").wait_for()
        self.windows[username, day] = page
        return page

    def change_day(self, page, day):
        """Choose another day of the demonstration."""
        page.get_by_label("Ngày trình diễn").select_option(label=day)
        page.get_by_role("button", name="Đổi ngày").click()
        page.wait_for_load_state("load")

    def look(self, page, name):
        """Check what the page must always be, once; with SCREENSHOTS=1 photograph it."""
        page.wait_for_load_state("load")
        page.wait_for_function("document.documentElement !== null")
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        band = page.get_by_label("Ngày trình diễn")
        assert band.count(), f"{name}: trang không nói đây là dữ liệu trình diễn"
        assert wide <= 0, f"{name}: trang tràn ngang {wide} px ở {self.width} px"
        if name in self.looked:
            return False
        self.looked.add(name)
        if os.environ.get("SCREENSHOTS"):  # for people to look at: they prove nothing
            picture = {"path": SHOTS / f"{name}-{self.width}.jpg", "type": "jpeg"}
            page.screenshot(**picture, quality=60, full_page=True)
        options = AXE if self.width == max(HEIGHTS) else AXE | NARROW
        found = Axe().run(page, options=options).response["violations"]
        serious = [
            (v["id"], [n["html"][:160] for n in v["nodes"][:3]])
            for v in found
            if v["impact"] in {"serious", "critical"}
        ]
        assert not serious, f"{name}: {serious}"
        assert not page.errors, f"{name}: {page.errors}"
        return True

    def menu(self, page, label):
        """Open an entry of the menu, as the width shows it."""
        page.get_by_role("navigation", name="Các mục").get_by_role(
            "link", name=label
        ).click()

    def open_work(self, page, act, place=None):
        """From the first page into what waits."""
        self.menu(page, "Việc của tôi")
        row = page.get_by_role("row").filter(has_text=place) if place else page
        row.get_by_role("link", name=act).first.click()

    def enter_most(self, page, *, leave=12):
        """A program of the office's enters most of the list; the first are a person's."""
        links = page.get_by_role("table").first.get_by_role("link")
        hrefs = links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
        forms = list(dict.fromkeys(h.split("/")[2] for h in hrefs if "/phieu/" in h))
        api, key = f"{self.url}/api/v1/reviews/", page.url.rstrip("/").split("/")[-1]
        token = next(c for c in page.context.cookies() if c["name"] == "csrftoken")
        headers = {"X-CSRFToken": token["value"], "Referer": self.url}
        following = f"{api}?commune_round={key}&status=todo&page_size=200"
        todo = []
        while following:
            listed = page.request.get(following).json()
            todo, following = todo + listed["results"], listed["next"]
        for number, review in enumerate(todo):
            if review["public_id"] in forms[:leave]:
                continue
            score = 131 if number % 3 else 118
            answers = {"score_b1": score, "deprivations": [], "causes": [], "finish": True}
            keys = {"If-Match": f'"{review["version"]}"', "X-Request-Key": str(uuid4())}
            url = f"{api}{review['public_id']}/"
            saved = page.request.put(url, data=answers, headers=headers | keys)
            assert saved.ok, saved.text()
        page.reload()

    def fill_list_by_keyboard(self, page):
        """Every form of the list: type the score, Ctrl+Enter, the next one opens."""
        count = 0
        while "/phieu/" in page.url:
            page.wait_for_load_state("load")
            # the score has the focus as soon as the form is open
            page.keyboard.press("Control+a")
            page.keyboard.type("118" if count % 3 else "131")
            with page.expect_navigation():
                page.keyboard.press("Control+Enter")
            count += 1
            assert count < 400, "a form is refused again and again"
        return count

    def message(self, page):
        """The sentence the last act left."""
        return page.get_by_role("status").first.inner_text()


def small_pdf(folder):
    """A signed scan, as far as the form can tell."""
    path = folder / "quyet-dinh-da-ky.pdf"
    path.write_bytes(b"%PDF-1.4\n%" + datetime.now(UTC).isoformat().encode() + b"\n%%EOF\n")
    return path
