"""Registers of models worth copying, of commendations, of patrons."""

from programs.models.honours import Commendation, Patron, WorthyModel
from programs.registers.shape import PLACE, Column, Register

HONOURS = (
    Register(
        slug="mo-hinh",
        model=WorthyModel,
        title="Mô hình hiệu quả để nhân rộng",
        about="Mô hình giảm nghèo làm tốt, ở đâu, bao nhiêu hộ, cách làm.",
        act="Ghi mô hình",
        fields=(
            *("area", "name", "activity", "households", "since", "text", "decision"),
            "public",
        ),
        columns=(
            Column("Mô hình", "name", 30),
            PLACE,
            Column("Từ ngày", "since"),
            Column("Tham gia (hộ)", "households"),
            Column("Cách làm, kết quả", "text", 48),
            Column("Văn bản công nhận", "decision", 24),
            Column("Giới thiệu công khai", "public"),
        ),
        search=("name", "text"),
        past=("since",),
    ),
    Register(
        slug="khen-thuong",
        model=Commendation,
        title="Khen thưởng",
        about="Hộ, cá nhân, tập thể được khen vì vươn lên thoát nghèo hoặc giúp hộ thoát nghèo.",
        act="Ghi khen thưởng",
        fields=("area", "honoured", "name", "form", "reason", "number", "on"),
        columns=(
            Column("Được khen", "name", 28),
            Column("Đối tượng", "get_honoured_display"),
            PLACE,
            Column("Hình thức", "form", 26),
            Column("Thành tích", "reason", 34),
            Column("Quyết định", "number"),
            Column("Ngày", "on"),
        ),
        search=("name", "reason", "number"),
        past=("on",),
    ),
    Register(
        slug="tai-tro",
        model=Patron,
        title="Tài trợ, ủng hộ",
        about="Doanh nghiệp, tổ chức, cá nhân giúp địa bàn: trao gì, trị giá bao nhiêu.",
        act="Ghi khoản tài trợ",
        fields=("area", "kind", "name", "on", "gift", "amount"),
        columns=(
            Column("Nhà tài trợ", "name", 30),
            Column("Là", "get_kind_display"),
            PLACE,
            Column("Ngày", "on"),
            Column("Trao gì, cho ai", "gift", 40),
            Column("Trị giá (đồng)", "amount"),
        ),
        search=("name", "gift"),
        past=("on",),
    ),
)
