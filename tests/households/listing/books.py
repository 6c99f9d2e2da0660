"""Workbooks as communes send them, made by hand for the tests."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

MEMBERS = (
    "STT hộ|Họ và tên chủ hộ|Họ và tên thành viên|Quan hệ với chủ hộ|Ngày sinh|Giới tính|"
    "Số CCCD|Thôn|Dân tộc|Phân loại hộ|Điểm B1|Điểm B2"
).split("|")
HOUSEHOLDS = (
    "Ngày rà soát|Chủ hộ|Mã hộ|DTTS tại chỗ|Giới tính|Số nhân khẩu|Phiếu A|Điểm B1|Điểm B2|"
    "Kết quả|Người rà soát"
).split("|")


def book(rows, *, headings=MEMBERS, heading_row=7, title="DANH SÁCH", sheet="Sheet1"):
    workbook = openpyxl.Workbook()
    page = workbook.active
    page.title = sheet
    page["A1"] = title
    for column, text in enumerate(headings, start=1):
        page.cell(heading_row, column, text)
    for offset, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            page.cell(heading_row + offset, column, value)
    return workbook


def upload(workbook, name="danh-sach.xlsx"):
    buffer = io.BytesIO()
    workbook.save(buffer)
    return SimpleUploadedFile(name, buffer.getvalue())


HEAD = (1, "A Blong", "A Blong", "Chủ hộ", "12/03/1983", "Nam", "999083000001")
FAMILY = [
    (*HEAD, "1", "Xơ Đăng", "Hộ nghèo", 118, 40),
    ("", "", "Y Ngọc", "Vợ", 1985, "Nữ", None, "", "Xơ Đăng", "", None, None),
    ("", "", "A Bé", "Con", "2019", "Nam", None, "", "Xơ Đăng", "", None, None),
]
WIDOW = [(2, "Y Dép", "Y Dép", "Chủ hộ", 1950, "Nữ", None, "1", "Xơ Đăng", "", 131, 20)]
