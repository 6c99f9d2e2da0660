"""Registers of money that comes back: revolving funds, policy credit."""

from django.db.models import F, Q

from accounts.choices import Right
from programs.models.funds import CreditBalance, Recovery, RecoveryPayment
from programs.registers.shape import PLACE, Column, Lines, Register

FUNDS = (
    Register(
        slug="thu-hoi-von",
        model=Recovery,
        title="Thu hồi vốn quay vòng",
        about="Khoản phải thu hồi của từng dự án, mô hình: hạn nào, đã thu bao nhiêu.",
        act="Ghi khoản phải thu hồi",
        fields=("activity", "household", "payer", "amount", "due_on"),
        columns=(
            Column("Dự án, mô hình", "activity", 32),
            Column("Người hoàn trả", "__str__", 26),
            PLACE,
            Column("Hạn thu hồi", "due_on"),
            Column("Phải thu (đồng)", "amount"),
            Column("Đã thu (đồng)", "paid"),
            Column("Còn phải thu (đồng)", "left"),
        ),
        search=("payer", "household__head_name", "activity__name"),
        lines=Lines(
            RecoveryPayment,
            "recovery",
            "Các lần thu",
            "Ghi lần thu",
            ("on", "amount", "voucher"),
            (
                Column("Ngày", "on"),
                Column("Số thu được (đồng)", "amount"),
                Column("Số phiếu thu", "voucher"),
            ),
            signed=("amount",),
        ),
        view=Right.SUPPORT_VIEW,
        edit=Right.SUPPORT_EDIT,
        first="activity.starts_on",
        waiting=Q(paid__lt=F("amount")),
        waits="Chưa thu đủ",
        due="due_on",
        personal=True,
    ),
    Register(
        slug="du-no",
        model=CreditBalance,
        title="Dư nợ tín dụng chính sách",
        about="Dư nợ NHCSXH của từng chương trình cho vay đến một ngày, theo địa bàn.",
        act="Ghi dư nợ",
        fields=("area", "scheme", "on", "borrowers", "outstanding", "overdue", "source"),
        columns=(
            Column("Chương trình cho vay", "scheme", 34),
            PLACE,
            Column("Đến ngày", "on"),
            Column("Hộ còn dư nợ (hộ)", "borrowers"),
            Column("Dư nợ (đồng)", "outstanding"),
            Column("Nợ quá hạn (đồng)", "overdue"),
            Column("Nguồn", "source", 26),
        ),
        search=("scheme", "source"),
        past=("on",),
    ),
)
