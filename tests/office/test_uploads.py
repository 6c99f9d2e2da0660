import io

import pytest

from office.uploads import BadWorkbook, cell_name, check_upload
from tests.hostile_files import HOSTILE


@pytest.mark.parametrize(("name", "content", "why"), HOSTILE)
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
