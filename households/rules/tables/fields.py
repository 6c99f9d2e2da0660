"""The columns a household list may have, and the headings people give them."""

import hashlib
import re
from collections.abc import Sequence
from enum import StrEnum

from core.text import name_norm
from households.rules.classing import Standard


class Field(StrEnum):
    """What a column of a list tells."""

    NUMBER = "number"
    HEAD = "head"
    NAME = "name"
    RELATION = "relation"
    BIRTH = "birth"
    SEX = "sex"
    CCCD = "cccd"
    COMMUNE = "commune"
    COMMUNE_CODE = "commune_code"
    VILLAGE = "village"
    ETHNIC = "ethnic"
    KLASS = "klass"
    DECISION_NUMBER = "decision_number"
    DECISION_DATE = "decision_date"
    B1 = "b1"
    B2 = "b2"
    NATIVE = "native"
    CAUSE = "cause"
    SIZE = "size"
    CODE = "code"
    REVIEWER = "reviewer"
    REVIEWED_ON = "reviewed_on"
    INSURED = "insured"
    STUDYING = "studying"
    DISABLED = "disabled"
    ALLOWANCE = "monthly_allowance"
    MERIT = "merit"
    EDUCATION = "education"
    WORK = "work"
    ADDRESS = "address"
    AREA_M2 = "area_m2"
    WISHES = "wishes"
    NO_CAPACITY = "no_capacity"
    GROUPS = "groups"
    NEEDS = "needs"
    IGNORED = "ignored"


# how a person is asked about a column; the first heading is the one our template uses
FIELDS: dict[Field, tuple[str, ...]] = {
    Field.NUMBER: ("Hộ số", "STT hộ", "Số thứ tự hộ", "STT", "TT"),
    Field.HEAD: ("Họ và tên chủ hộ", "Chủ hộ", "Tên chủ hộ", "Họ tên chủ hộ"),
    Field.NAME: (
        "Họ và tên thành viên",
        "Họ tên thành viên",
        "Thành viên",
        "Họ và tên",
        "Họ tên",
        "Tên thành viên",
        "Họ và tên các thành viên trong hộ",
    ),
    Field.RELATION: ("Quan hệ với chủ hộ", "Quan hệ chủ hộ", "Quan hệ"),
    Field.BIRTH: ("Ngày sinh", "Ngày tháng năm sinh", "Năm sinh", "Ngày, tháng, năm sinh"),
    Field.SEX: ("Giới tính", "Nam/Nữ"),
    Field.CCCD: ("Số CCCD", "CCCD", "CCCD/CMND", "Số định danh cá nhân", "Số định danh"),
    Field.COMMUNE: ("Xã", "Tên xã", "Xã/phường", "Xã, phường, thị trấn"),
    Field.COMMUNE_CODE: ("Mã xã",),
    Field.VILLAGE: ("Thôn", "Thôn, tổ dân phố", "Thôn/bản", "Thôn/tổ", "Tên thôn", "Bản"),
    Field.ETHNIC: ("Dân tộc",),
    Field.KLASS: (
        "Phân loại hộ",
        "Diện hộ",
        "Loại hộ",
        "Kết quả",
        "Kết quả rà soát",
        "Phân loại",
        "Diện",
    ),
    Field.DECISION_NUMBER: ("Số quyết định", "Quyết định số", "Số QĐ"),
    Field.DECISION_DATE: ("Ngày quyết định", "Ngày QĐ"),
    Field.B1: ("Điểm B1", "B1", "Tổng điểm B1", "Phiếu B1"),
    Field.B2: ("Điểm B2", "B2", "Tổng điểm B2", "Phiếu B2"),
    Field.NATIVE: (
        "Hộ DTTS tại chỗ",
        "DTTS tại chỗ",
        "Dân tộc thiểu số tại chỗ",
        "Hộ dân tộc thiểu số tại chỗ",
    ),
    Field.CAUSE: ("Nguyên nhân", "Nguyên nhân nghèo"),
    Field.SIZE: ("Số nhân khẩu", "Nhân khẩu", "Số thành viên", "Số khẩu"),
    Field.CODE: ("Mã hộ", "Mã số hộ"),
    Field.REVIEWER: ("Người rà soát", "Rà soát viên", "Điều tra viên", "Cán bộ rà soát"),
    Field.REVIEWED_ON: ("Ngày rà soát",),
    Field.INSURED: ("Có bảo hiểm y tế", "BHYT", "Thẻ BHYT", "Bảo hiểm y tế của người"),
    Field.STUDYING: ("Đang đi học",),
    Field.DISABLED: ("Khuyết tật",),
    Field.ALLOWANCE: ("Hưởng trợ cấp hằng tháng", "Trợ cấp xã hội", "BTXH"),
    Field.MERIT: ("Người có công", "NCC", "Có công"),
    Field.EDUCATION: ("Trình độ cao nhất", "Trình độ học vấn"),
    Field.WORK: ("Tình trạng việc làm",),
    Field.ADDRESS: ("Địa chỉ chi tiết", "Địa chỉ"),
    Field.AREA_M2: ("Diện tích nhà ở (m²)", "Diện tích nhà ở"),
    Field.WISHES: ("Nguyện vọng", "Nguyện vọng, nhu cầu"),
    Field.NO_CAPACITY: (
        "Không có khả năng lao động",
        "Hộ không có khả năng lao động",
        "Không còn khả năng lao động",
        "KNLĐ",
    ),
    Field.GROUPS: ("Nhóm hộ",),
    Field.NEEDS: ("Nhu cầu hỗ trợ", "Nhu cầu"),
    Field.IGNORED: (
        "Tỉnh",
        "Huyện",
        "Mã huyện",
        "Mã tỉnh",
        "DTTS",
        "Tuổi",
        "Phiếu A",
        "Ghi chú",
    ),
}
INDICATOR = "i:"
_BRACKETS = re.compile(r"\([^)]*\)")
_JUNK = re.compile(r"[^0-9a-z ]+")


def plain(text: str) -> str:
    """A heading reduced to what people mean by it: no accents, marks or brackets."""
    words = _JUNK.sub(" ", _BRACKETS.sub(" ", name_norm(text)))
    return " ".join(words.split())


_KNOWN = {plain(text): field for field, texts in FIELDS.items() for text in texts}


def indicator_field(key: str) -> str:
    """Name of the column that answers one indicator of a standard."""
    return f"{INDICATOR}{key}"


def guess_columns(
    headings: Sequence[str], standard: Standard | None = None
) -> dict[int, str]:
    """What each column tells, guessed from its heading; the first of a kind wins.

    Unit: column index (from 0) to the name of a field.
    Source: law.md §4 (layouts that communes send).
    """
    known: dict[str, str] = {text: field.value for text, field in _KNOWN.items()}
    for number, indicator in enumerate(standard.indicators if standard else (), start=1):
        name = indicator_field(indicator.key)
        for text in (
            indicator.name,
            f"{number} {indicator.name}",
            f"Thiếu hụt {indicator.name}",
        ):
            known.setdefault(plain(text), name)
    found: dict[int, str] = {}
    for column, heading in enumerate(headings):
        name = known.get(plain(heading), "") if heading.strip() else ""
        if name and (name not in found.values() or name == Field.IGNORED):
            found[column] = name
    return found


def signature(headings: Sequence[str]) -> str:
    """A short mark of a heading row, under which a commune's choice is remembered."""
    text = "|".join(plain(h) for h in headings)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
