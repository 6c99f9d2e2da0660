"""Demonstration accounts: one per role, and an officer and a leader per commune."""

from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.choices import Role
from accounts.models import Agency, RoleGrant, User
from areas.models import Area
from core.text import name_norm

PASSWORD = "Minh-Hoa-Ngoc-Hoi-2020"  # noqa: S105 - shown on the sign-in page on purpose
FIRST_DAY = date(2019, 1, 1)
TWO_TIER = date(2025, 7, 1)


def slug(area: Area) -> str:
    """“Đăk Ang” as “dakang”."""
    return name_norm(area.name).replace(" ", "")


def make_user(username: str, full_name: str, password: str, area: Area) -> User:
    """A demonstration person; the hash is shared, hashing is slow on purpose."""
    facts = {"full_name": full_name, "password": password, "area": area}
    user: User
    user, _ = User.objects.get_or_create(
        username=username, defaults={**facts, "is_demo": True}
    )
    return user


def _grant(
    user: User, role: Role, area: Area, by: User, first: date, last: date | None
) -> None:
    RoleGrant.objects.get_or_create(
        user=user,
        role=role,
        area=area,
        valid_from=first,
        defaults={
            "valid_to": last,
            "granted_by": None if role == Role.ADMINISTRATOR else by,
            "reason": "tài khoản trình diễn",
        },
    )


def _agencies(places: dict[str, Area]) -> None:
    """The offices the demonstration's officers sit in."""
    for username, place, name in (
        ("ngochoi.canbo", "district", "Phòng Lao động - Thương binh và Xã hội"),
        ("ngochoi.mttq", "district", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
        ("kontum.canbo", "province", "Sở Lao động - Thương binh và Xã hội"),
        ("kontum.nganhang", "province", "Chi nhánh Ngân hàng Chính sách xã hội"),
    ):
        agency, _ = Agency.objects.get_or_create(area=places[place], name=name)
        RoleGrant.objects.filter(user__username=username, agency=None).update(agency=agency)


def make_accounts(places: dict[str, Area]) -> dict[str, User]:
    """All demonstration accounts and their grants."""
    hashed = make_password(PASSWORD)
    admin = make_user("quantri", "Quản trị (minh họa)", hashed, places["nation"])
    _grant(admin, Role.ADMINISTRATOR, places["nation"], admin, FIRST_DAY, None)
    for username, name, role, place in (
        ("ngochoi.canbo", "Phòng LĐTBXH Ngọc Hồi", Role.DISTRICT_OFFICER, "district"),
        ("ngochoi.lanhdao", "Lãnh đạo huyện Ngọc Hồi", Role.LEADER, "district"),
        ("ngochoi.mttq", "MTTQ huyện Ngọc Hồi", Role.SUPERVISOR, "district"),
        ("kontum.canbo", "Sở LĐTBXH Kon Tum", Role.PROVINCE_OFFICER, "province"),
        ("kontum.lanhdao", "Lãnh đạo tỉnh Kon Tum", Role.LEADER, "province"),
        ("kontum.nganhang", "NHCSXH tỉnh Kon Tum", Role.DEPARTMENT_OFFICER, "province"),
        ("kontum.xem", "Người xem tỉnh Kon Tum", Role.VIEWER, "province"),
        ("trunguong.canbo", "Cán bộ trung ương", Role.NATIONAL_OFFICER, "nation"),
        ("trunguong.xem", "Người xem trung ương", Role.VIEWER, "nation"),
        ("dakang.rasoat", "Rà soát viên Đăk Ang", Role.ENUMERATOR, "village"),
    ):
        user = make_user(username, f"{name} (minh họa)", hashed, places[place])
        last = TWO_TIER if place in {"district", "village"} else None
        _grant(user, role, places[place], admin, FIRST_DAY, last)
    _agencies(places)
    for commune in Area.objects.filter(parent=places["district"]):
        for suffix, word, role in (
            ("canbo", "Cán bộ", Role.COMMUNE_OFFICER),
            ("lanhdao", "Chủ tịch", Role.LEADER),
        ):
            name = f"{word} {commune.name} (minh họa)"
            user = make_user(f"{slug(commune)}.{suffix}", name, hashed, commune)
            _grant(user, role, commune, admin, FIRST_DAY, TWO_TIER)
    for username, name, role, place in (
        ("boy2026.canbo", "Công chức xã Bờ Y", Role.COMMUNE_OFFICER, "new_commune"),
        ("boy2026.rasoat", "Rà soát viên Bờ Y", Role.ENUMERATOR, "new_commune"),
        ("boy2026.lanhdao", "Chủ tịch xã Bờ Y", Role.LEADER, "new_commune"),
        ("quangngai.canbo", "Sở NNMT Quảng Ngãi", Role.PROVINCE_OFFICER, "new_province"),
        ("quangngai.lanhdao", "Lãnh đạo tỉnh Quảng Ngãi", Role.LEADER, "new_province"),
    ):
        user = make_user(username, f"{name} (minh họa)", hashed, places[place])
        _grant(user, role, places[place], admin, TWO_TIER, None)
    return {u.username: u for u in User.objects.filter(is_demo=True)}
