"""Loading the whole demonstration, once, whole or not at all."""

from datetime import date

from django.conf import settings
from django.db import transaction

from accounts.models import User
from areas.models import Area
from core.copying import analyse
from core.dates import playing
from core.errors import DomainError
from core.numbers import parse_int
from households.models import Household, Member, Person, Residence
from households.services.rounds import open_round
from povertyapp.demonstration.accounts import TWO_TIER, make_accounts
from povertyapp.demonstration.people import Settlement, settle
from povertyapp.demonstration.plans import (
    NGOC_HOI,
    SAME_COMMUNE,
    assign,
    draft_2021,
    load_plans,
    load_table,
    printed_table,
)
from povertyapp.demonstration.programme import load_assignments, load_money
from povertyapp.demonstration.registers import load_registers
from povertyapp.demonstration.reports import load_reports
from povertyapp.demonstration.rounds import open_year_2020, recognised_year, record
from povertyapp.demonstration.samples import give_samples
from reports.services.measures import count_all

NEAR_POOR_PER_100_POOR = 60
NEW_HOUSEHOLDS_PER_1000 = 6
BO_Y = (900, 500, 22, 14)


class NotADemonstration(DomainError):
    """Demonstration data never enters a production database."""

    code = "not_a_demonstration"
    message = "Dữ liệu trình diễn không bao giờ được nạp vào hệ thống thật."


def _places() -> dict[str, Area]:
    old, new = date(2020, 1, 1), TWO_TIER
    district = Area.objects.valid_on(old).get(level="district", code="611")
    bo_y = Area.objects.valid_on(new).get(level="commune", code="23377")
    if district.parent is None or bo_y.parent is None:
        raise RuntimeError("districts and communes have parents")
    return {
        "nation": Area.objects.get(level="nation"),
        "province": district.parent,
        "district": district,
        "new_province": bo_y.parent,
        "new_commune": bo_y,
    }


@transaction.atomic
def load() -> bool:
    """Load everything; False when it is there already."""
    if not settings.DEMONSTRATION:
        raise NotADemonstration
    if User.objects.filter(is_demo=True).exists():
        return False
    places = _places()
    settled = _settle_2019(places)
    places["village"] = Area.objects.filter(parent__code="23380", is_demo=True)[0]
    users = make_accounts(places)
    _year_2019(places, settled, users)
    plans = load_plans()
    load_table(plans[NGOC_HOI])
    assign(places["province"], places["district"])
    open_year_2020(places["district"], users)
    draft_2021(places["district"], users)
    load_assignments()
    load_money(places["province"], places["district"], users)
    load_registers(places["district"], users)
    _two_tier(places, users)
    give_samples(places, users)
    load_reports(places, users)
    with playing(None):  # of every year that can be played
        count_all()
    return True


def _settle_2019(places: dict[str, Area]) -> dict[Area, tuple[list[int], int, int]]:
    """The plan's households of each commune, and a few that came in 2020."""
    communes = {a.full_name: a for a in Area.objects.filter(parent=places["district"])}
    settled: dict[Area, tuple[list[int], int, int]] = {}
    for row in printed_table():
        if not row["households"] or row["order"] == "III":
            continue
        name = row["name"]
        for written, listed in SAME_COMMUNE.items():
            name = name.replace(written, listed)
        commune = communes[name]
        homes, poor = parse_int(row["households"]), parse_int(row["poor"])
        ids = settle(
            Settlement(commune, homes, parse_int(row["minority"])),
            code_prefix=f"MH{commune.code}-",
        )
        if not settled:  # plans made for empty tables would scan the growing ones
            analyse(Household, Residence, Person, Member)
        settle(
            Settlement(
                commune, homes * NEW_HOUSEHOLDS_PER_1000 // 1000, 2, date(2020, 3, 2)
            ),
            code_prefix=f"MH{commune.code}-20-",
        )
        settled[commune] = (ids, poor, poor * NEAR_POOR_PER_100_POOR // 100)
    return settled


def _year_2019(
    places: dict[str, Area],
    settled: dict[Area, tuple[list[int], int, int]],
    users: dict[str, User],
) -> None:
    decision = record(
        places["district"],
        "1767/QĐ-UBND",
        date(2019, 12, 24),
        "Phê duyệt kết quả điều tra, rà soát hộ nghèo, hộ cận nghèo năm 2019",
    )
    with playing(date(2019, 12, 24)):
        recognised_year(
            places["district"], settled, document=decision, by=users["ngochoi.lanhdao"]
        )


def _two_tier(places: dict[str, Area], users: dict[str, User]) -> None:
    """Xã Bờ Y, tỉnh Quảng Ngãi: 2025 recognised, 2026 to be opened by the commune."""
    commune, province = places["new_commune"], places["new_province"]
    homes, minority, poor, near = BO_Y
    ids = settle(Settlement(commune, homes, minority, TWO_TIER), code_prefix="MHBY-")
    decision = record(
        commune,
        "MH-02/QĐ-UBND",
        date(2025, 12, 10),
        "Công nhận kết quả rà soát năm 2025 (số liệu minh họa)",
    )
    with playing(date(2025, 12, 10)):
        recognised_year(
            commune,
            {commune: (ids, poor, near)},
            document=decision,
            by=users["boy2026.lanhdao"],
        )
    with playing(date(2026, 9, 1)):
        open_round(
            province,
            year=2026,
            opens_on=date(2026, 9, 1),
            closes_on=date(2026, 12, 14),
            by=users["quangngai.canbo"],
        )
