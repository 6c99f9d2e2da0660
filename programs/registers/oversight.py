"""Registers of inspections, of the front's supervision, of obstacles."""

from typing import Any

from django.db.models import Q

from accounts.choices import Right
from programs.choices import Organ
from programs.models.oversight import Finding, Inspection, Obstacle, ObstacleAnswer
from programs.registers.shape import PLACE, Column, Lines, Register

_INSPECTION: dict[str, Any] = {
    "model": Inspection,
    "fields": (
        *("area", "subject", "project", "policy", "planned_on", "held_on", "team"),
        "minutes",
    ),
    "columns": (
        Column("Nội dung", "subject", 40),
        PLACE,
        Column("Dự án", "project.code"),
        Column("Chính sách", "policy", 26),
        Column("Kế hoạch", "planned_on"),
        Column("Thực hiện", "held_on"),
        Column("Thiếu sót (vụ)", "wrong"),
        Column("Đã khắc phục (vụ)", "mended"),
        Column("Hạn khắc phục gần nhất", "due_on"),
    ),
    "search": ("subject", "team"),
    "lines": Lines(
        Finding,
        "inspection",
        "Kết quả, kiến nghị",
        "Ghi kết quả",
        ("on", "kind", "text", "remedy", "due_on", "of"),
        (
            Column("Ngày", "on"),
            Column("Loại", "get_kind_display"),
            Column("Nội dung", "text"),
            Column("Yêu cầu khắc phục", "remedy"),
            Column("Hạn", "due_on"),
            Column("Khắc phục thiếu sót", "of"),
        ),
    ),
    "past": ("held_on",),
    "waiting": Q(left__gt=0) | Q(held_on__isnull=True),
    "waits": "Chưa thực hiện, còn thiếu sót",
    "due": "due_on",
}

OVERSIGHT = (
    Register(
        slug="kiem-tra",
        title="Kiểm tra chương trình",
        about="Kế hoạch kiểm tra, ngày thực hiện, thiếu sót tìm thấy và việc khắc phục.",
        act="Ghi cuộc kiểm tra",
        fixed={"organ": Organ.OFFICE},
        **_INSPECTION,
    ),
    Register(
        slug="giam-sat",
        title="Giám sát của MTTQ, đoàn thể",
        about="Mặt trận và đoàn thể tự ghi cuộc giám sát của mình, kiến nghị và việc tiếp thu.",
        act="Ghi cuộc giám sát",
        edit=Right.SUPERVISE,
        fixed={"organ": Organ.FRONT},
        **_INSPECTION,
    ),
    Register(
        slug="kho-khan",
        model=Obstacle,
        title="Khó khăn, vướng mắc",
        about="Ai giải quyết, hạn nào, đã trả lời ra sao.",
        act="Nêu khó khăn, vướng mắc",
        fields=(
            *("area", "text", "proposal", "project", "raised_on", "solver"),
            *("solver_area", "due_on"),
        ),
        columns=(
            Column("Khó khăn, vướng mắc", "text", 44),
            PLACE,
            Column("Dự án", "project.code"),
            Column("Nơi giải quyết", "asked", 28),
            Column("Nêu ngày", "raised_on"),
            Column("Hạn trả lời", "due_on"),
            Column("Giải quyết xong", "solved_on"),
        ),
        search=("text", "proposal"),
        lines=Lines(
            ObstacleAnswer,
            "obstacle",
            "Trả lời",
            "Trả lời",
            ("on", "text", "solves"),
            (
                Column("Ngày", "on"),
                Column("Trả lời, hướng giải quyết", "text"),
                Column("Giải quyết xong", "solves"),
            ),
        ),
        first="raised_on",
        past=("raised_on",),
        waiting=Q(solved_on__isnull=True),
        waits="Chưa giải quyết xong",
        due="due_on",
    ),
)
