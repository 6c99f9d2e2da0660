"""Files that no page may take, with the words each is refused by."""

import io
import zipfile


def archive(**entries):
    """A zip of these entries; “__” stands for the slash of a folder."""
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
HOSTILE = [
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
]
