"""The register of temporary houses."""

from django.db.models import Q

from accounts.choices import Right
from programs.models.houses import TemporaryHouse
from programs.registers.shape import PLACE, Column, Register

HOUSES = (
    Register(
        slug="nha-tam",
        model=TemporaryHouse,
        title="Nhà tạm, nhà dột nát",
        about="Hộ nào đang ở nhà tạm, nhà dột nát; cần xây mới hay sửa chữa; xong chưa.",
        act="Đưa nhà vào danh sách",
        fields=(
            *("household", "state", "need", "listed_on", "planned_on", "done_on"),
            "note",
        ),
        columns=(
            Column("Hộ", "household.head_name", 26),
            Column("Mã hộ", "household.code"),
            PLACE,
            Column("Tình trạng nhà", "get_state_display", 22),
            Column("Cần", "get_need_display"),
            Column("Vào danh sách", "listed_on"),
            Column("Dự kiến xong", "planned_on"),
            Column("Hoàn thành", "done_on"),
            Column("Nguồn hỗ trợ, ghi chú", "note", 32),
        ),
        search=("household__head_name", "household__code", "note"),
        view=Right.SUPPORT_VIEW,
        edit=Right.SUPPORT_EDIT,
        waiting=Q(done_on__isnull=True),
        waits="Chưa xong",
        personal=True,
        past=("listed_on", "done_on"),
    ),
)
