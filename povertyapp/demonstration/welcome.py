"""What bin/run says last: the address, and who may sign in."""

from accounts.choices import Role
from accounts.models import RoleGrant
from povertyapp.demonstration.accounts import PASSWORD, TWO_TIER

NAMED_IN_README = {"dakang.canbo", "daknong.canbo"}


def welcome(port: str) -> str:
    """The address and one account per role and time."""
    grants = RoleGrant.objects.filter(user__is_demo=True).select_related("user", "area")
    shown: set[tuple[str, str, bool, str]] = set()
    lines = [
        "",
        f"  http://127.0.0.1:{port}/",
        "",
        f"  Mật khẩu của mọi tài khoản trình diễn: {PASSWORD}",
        "",
    ]
    for grant in grants.order_by("valid_from", "pk"):
        two_tier = grant.valid_from >= TWO_TIER
        commune = grant.role == Role.COMMUNE_OFFICER and not two_tier
        if commune and grant.user.username not in NAMED_IN_README:
            continue
        name = grant.user.username if commune else ""
        place = (grant.role, grant.area.level, two_tier, name)
        if place in shown:
            continue
        shown.add(place)
        year = "2026" if two_tier else "2020"
        lines.append(f"  {grant.user.username:18} {year}  {grant}")
    others = sorted(
        grant.user.username
        for grant in grants
        if grant.role == Role.COMMUNE_OFFICER
        and grant.valid_from < TWO_TIER
        and grant.user.username not in NAMED_IN_README
    )
    lines += ["", f"  Các xã khác năm 2020: {', '.join(others)}"]
    return "\n".join(lines) + "\n"
