import io
import zipfile

import pytest

from office.uploads import BadWorkbook, cell_name, check_upload


def archive(**entries):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in entries.items():
            target.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def strange(content):
    """An archive that says it needs version 14.8 of the format."""
    at = content.index(b"PK\x01\x02") + 6
    return content[:at] + b"\x94\x00" + content[at + 2 :]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("rỗng.xlsx", b"", "tệp rỗng"),
        ("chữ.xlsx", b"khong phai bang tinh", "không phải là bảng tính"),
        ("cũ.xls", OLE, ".xls đời cũ"),
        ("khóa.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "có mật khẩu"),
        ("macro.xlsm", archive(**{"xl__workbook.xml": "x"}), "có macro"),
        (
            "macro.xlsx",
            archive(**{"xl__workbook.xml": "x", "xl__vbaProject.bin": "x"}),
            "có macro",
        ),
        (
            "bom.xlsx",
            archive(**{"xl__workbook.xml": "x", "xl__s.xml": b"0" * 30_000_000}),
            "nén lớn bất thường",
        ),
        ("khác.xlsx", archive(**{"word__document.xml": "x"}), "không phải là bảng tính"),
        (
            "lạ.xlsx",
            strange(archive(**{"xl__workbook.xml": "x"})),
            "không phải là bảng tính",
        ),
    ],
)
def test_bad_file_is_refused_with_its_reason(name, content, why):
    with pytest.raises(BadWorkbook) as refused:
        check_upload(name, len(content), io.BytesIO(content), limit_megabytes=20)
    assert why in str(refused.value)
    assert name in str(refused.value)


def test_fifty_megabytes_are_refused_unread():
    with pytest.raises(BadWorkbook) as refused:
        check_upload("to.xlsx", 50_000_000, io.BytesIO(b"PK"), limit_megabytes=20)
    assert "50 MB" in str(refused.value)


def test_cells_are_named_as_a_spreadsheet_does():
    assert [cell_name(0, 0), cell_name(9, 25), cell_name(0, 26)] == ["A1", "Z10", "AA1"]
