"""Made-up rows of the programme's registers, a norm and a work in Ngọc Hồi, 2024.

Every name and figure is made up and says so.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from areas.models import Area
from core.dates import playing
from households.models import Household, Recognition
from povertyapp.demonstration.programme import YEAR, project_of
from programs.choices import Basis, Nature
from programs.models import Activity
from programs.registers import REGISTERS
from programs.services.frame import Statement, state_applicability
from programs.services.money import Decision
from programs.services.norms import (
    CriterionFacts,
    NormFacts,
    add_criterion,
    count_areas,
    record_norm,
)
from programs.services.registers import add_line, enter_row
from programs.services.stages import StageFacts, record_stage
from programs.services.work import Proposal, propose

DAY = date(YEAR, 9, 25)
POOR = (120, 90, 60, 75, 40, 55, 30, 80)  # made-up households, commune by commune
MILLION = 1_000_000


HONOURS: list[tuple[str, dict[str, Any]]] = [
    (
        "mo-hinh",
        {
            "name": "Tổ nuôi bò sinh sản (minh họa)",
            "households": 12,
            "since": date(2023, 3, 1),
            "text": "Mỗi hộ một bò cái, bê con đầu chuyển cho hộ tiếp theo.",
            "decision": "MH-31/QĐ-UBND",
            "public": True,
        },
    ),
    (
        "khen-thuong",
        {
            "honoured": "household",
            "name": "Hộ A Blong (minh họa)",
            "form": "Giấy khen của Chủ tịch UBND xã",
            "reason": "Tự viết đơn xin thoát nghèo",
            "number": "MH-32/QĐ-UBND",
            "on": date(YEAR, 7, 15),
        },
    ),
    (
        "tai-tro",
        {
            "kind": "enterprise",
            "name": "Công ty Cao su (minh họa)",
            "on": date(YEAR, 8, 5),
            "gift": "10 con bò giống cho 10 hộ nghèo",
            "amount": 150 * MILLION,
        },
    ),
]


def load_registers(district: Area, users: dict[str, User]) -> None:
    """A row or two in every register of xã Đăk Ang and of the district."""
    commune = Area.objects.get(parent=district, name="Đăk Ang")
    with playing(DAY):
        officer, above, front = (
            User.objects.get(pk=users[name].pk)
            for name in ("dakang.canbo", "ngochoi.canbo", "ngochoi.mttq")
        )
        road = _road(commune, officer, above)
        _of_commune(commune, officer)
        _of_households(commune, officer, _herd(commune, officer))
        _of_district(district, above, commune)
        facts = {"area": district, "subject": "Bình xét hộ nghèo tại thôn (minh họa)"}
        facts |= {"planned_on": date(YEAR, 8, 20), "held_on": date(YEAR, 8, 22)}
        seen = enter_row(REGISTERS["giam-sat"], facts, by=front)
        told = {"on": date(YEAR, 8, 22), "kind": "remark", "text": "Họp đúng thành phần"}
        add_line(REGISTERS["giam-sat"], seen, told, by=front)
        _norm(district, above)
        begun = StageFacts("start", date(YEAR, 4, 1), date(YEAR, 4, 10), 900 * MILLION)
        record_stage(road, begun, by=officer, version=None)


def _work(commune: Area, kind: str, name: str, code: str, officer: User) -> Activity:
    return propose(
        Proposal(
            kind=kind,
            name=name,
            project=project_of(code),
            sub_project=None,
            area=commune,
            agency=None,
            year=YEAR,
            starts_on=date(YEAR, 3, 1),
            ends_on=date(YEAR, 12, 15),
            place="Đăk Rơ Me (minh họa)",
            cost=950 * MILLION,
        ),
        by=officer,
    )


def _road(commune: Area, officer: User, above: User) -> Activity:
    """A road; that its project applies here is made up, and says so."""
    source = "số liệu minh họa, không phải văn bản"
    told = Statement(project_of("DA1"), commune, YEAR, applies=True, source=source)
    state_applicability(told, by=above)
    return _work(commune, "works", "Đường nội thôn (minh họa)", "DA1", officer)


def _herd(commune: Area, officer: User) -> Activity:
    return _work(commune, "livelihood", "Mô hình nuôi bò (minh họa)", "DA2", officer)


def _of_commune(commune: Area, officer: User) -> None:
    rows: list[tuple[str, dict[str, Any]]] = [
        (
            "kho-khan",
            {
                "text": "Thiếu bò giống đúng tiêu chuẩn trong huyện (minh họa)",
                "proposal": "Cho mua ở huyện bên",
                "project": project_of("DA2"),
                "raised_on": date(YEAR, 9, 10),
                "solver_area": commune.parent,
                "due_on": date(YEAR, 10, 15),
            },
        ),
        (
            "can-bo",
            {
                "name": "Y Thảo (minh họa)",
                "post": "Công chức văn hóa - xã hội",
                "full_time": True,
                "valid_from": date(2022, 1, 1),
            },
        ),
        *HONOURS,
    ]
    for slug, facts in rows:
        made = enter_row(REGISTERS[slug], facts | {"area": commune}, by=officer)
        if slug == "can-bo":
            told = {"on": date(YEAR, 5, 14), "name": "Nghiệp vụ rà soát (minh họa)"}
            add_line(REGISTERS[slug], made, told, by=officer)


def _of_households(commune: Area, officer: User, work: Activity) -> None:
    poor = Recognition.objects.status_on(DAY).filter(commune=commune, klass="poor")
    homes = Household.objects.filter(pk__in=poor.values("household")).order_by("code")[:2]
    for home in homes:
        helper = {
            "household": home,
            "name": "Y Ngọc (minh họa)",
            "office": "Hội Phụ nữ xã",
            "aim": "Hướng dẫn nuôi bò, làm chuồng",
            "valid_from": date(YEAR, 1, 15),
        }
        house = {"household": home, "state": "temporary", "need": "new"}
        house |= {"listed_on": date(YEAR, 2, 1), "note": "Quỹ Vì người nghèo (minh họa)"}
        enter_row(REGISTERS["nha-tam"], house, by=officer)
        row = enter_row(REGISTERS["giup-do-ho"], helper, by=officer)
        told = {"on": date(YEAR, 6, 3), "text": "Đã làm chuồng", "next_step": "Tiêm phòng"}
        add_line(REGISTERS["giup-do-ho"], row, told, by=officer)
        fund = {
            "activity": work,
            "household": home,
            "amount": 5 * MILLION,
            "due_on": date(YEAR, 10, 31),
        }
        back = enter_row(REGISTERS["thu-hoi-von"], fund, by=officer)
    paid = {"on": date(YEAR, 9, 20), "amount": 2 * MILLION, "voucher": "PT-01"}
    add_line(REGISTERS["thu-hoi-von"], back, paid, by=officer)


def _of_district(district: Area, above: User, commune: Area) -> None:
    member = {
        "area": district,
        "name": "Ông A (minh họa)",
        "office": "Phó Chủ tịch UBND huyện",
        "seat": "chair",
        "decision": "MH-05/QĐ-UBND",
        "valid_from": date(2022, 2, 1),
    }
    row = enter_row(REGISTERS["ban-chi-dao"], member, by=above)
    charge = {"on": date(2022, 2, 1), "place": commune, "text": "Phụ trách xã Đăk Ang"}
    add_line(REGISTERS["ban-chi-dao"], row, charge, by=above)
    look = {
        "area": district,
        "subject": "Giải ngân vốn sự nghiệp Dự án 2 (minh họa)",
        "project": project_of("DA2"),
        "planned_on": date(YEAR, 8, 1),
        "held_on": date(YEAR, 8, 2),
        "team": "Phòng LĐTBXH, Phòng Tài chính - Kế hoạch",
    }
    seen = enter_row(REGISTERS["kiem-tra"], look, by=above)
    found = {
        "on": date(YEAR, 8, 2),
        "kind": "violation",
        "text": "Hồ sơ thanh toán thiếu biên bản nghiệm thu",
        "remedy": "Bổ sung biên bản",
        "due_on": date(YEAR, 10, 10),
    }
    add_line(REGISTERS["kiem-tra"], seen, found, by=above)
    debt = {
        "area": district,
        "scheme": "Cho vay hộ nghèo (minh họa)",
        "on": date(YEAR, 8, 31),
        "borrowers": 412,
        "outstanding": 18_540 * MILLION,
        "overdue": 62 * MILLION,
        "source": "Số liệu minh họa",
    }
    enter_row(REGISTERS["du-no"], debt, by=above)


def _norm(district: Area, above: User) -> None:
    """Points for each poor household, of made-up numbers: the draft has something to show."""
    facts = NormFacts(project_of("DA2"), Nature.RECURRENT, YEAR, 2025, Decimal(10))
    signed = Decision(
        "MH-07/NQ-HĐND", date(YEAR, 1, 8), "", "Định mức phân bổ (số liệu minh họa)"
    )
    norm = record_norm(district, facts, signed, by=above)
    asked = CriterionFacts("Hộ nghèo (minh họa)", "hộ", Basis.ENTERED, Decimal(1))
    one = add_criterion(norm, asked, by=above, version=None)
    communes = Area.objects.communes_of(district, date(YEAR, 1, 1))
    told = {area: Decimal(n) for area, n in zip(communes, POOR, strict=False)}
    count_areas(one, told, "Số liệu minh họa", by=above, version=None)
