"""Recording what a household or another beneficiary received."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from core.dates import today
from core.db import broken_constraint, check_version
from core.errors import DomainError, RightMissing
from core.numbers import show_int
from households.models import Household
from programs.choices import Beneficiary, CountsOn, Fund
from programs.models import Policy, Support, SupportShare
from programs.rules import check_shares
from programs.rules.eligibility import judge
from programs.selectors.support import standing_of

MOST = 1_000  # beneficiaries of one act


class NotEligible(DomainError):
    """Support needs the policy's class on the day that counts, or a cited decision."""

    code = "support_not_eligible"
    message = (
        "Hộ {household}: {why}. Muốn ghi ngoại lệ thì nêu quyết định cho phép ở ô căn cứ "
        "ngoại lệ."
    )


class SupportedAlready(DomainError):
    """The same support is recorded once."""

    code = "support_once_per_day"
    message = "Hộ {household} đã được ghi hỗ trợ “{note}” ngày {day} theo chính sách này."


class DayOutside(DomainError):
    """Support was given by today; its list was approved by then."""

    code = "support_day"
    message = "Ngày {day} ở sau hôm nay, hoặc ngày phê duyệt ở sau ngày hỗ trợ."


class ApprovalDayMissing(DomainError):
    """Where the approval's day counts, it is said."""

    code = "support_approval_day"
    message = "Chính sách này xét diện vào ngày phê duyệt danh sách: hãy ghi ngày ấy."


class TooManyNamed(DomainError):
    """A list is recorded whole, so it has an end."""

    code = "support_too_many"
    message = "Mỗi lần ghi nhiều nhất {most} hộ; danh sách này có {found} hộ."


class NotInForce(DomainError):
    """Nobody is supported by a policy that is not in force."""

    code = "support_policy_not_in_force"
    message = "Chính sách không có hiệu lực ngày {day}."


class NobodyNamed(DomainError):
    """Somebody receives a support."""

    code = "support_names_its_beneficiary"
    message = "Hãy chọn hộ, hoặc ghi tên đối tượng được hỗ trợ."


class SupportWithdrawn(DomainError):
    """A support is taken back once, with a reason."""

    code = "support_withdrawn"
    message = "Hỗ trợ này đã được rút, hoặc chưa ghi lý do rút."


@dataclass(frozen=True, slots=True)
class Given:
    """What was given: when, how much from which sources, what for.

    `approved_on` is the day the list was approved, for policies that count that day.

    Units: đồng; quantity in `unit`.
    """

    policy: Policy
    on: date
    note: str
    amount: int = 0
    shares: Mapping[Fund, int] = field(default_factory=dict)
    quantity: Decimal | None = None
    unit: str = ""
    approved_on: date | None = None
    exception: str = ""
    agency: Agency | None = None

    @property
    def counted_on(self) -> date:
        """The day on which it counts what a household is."""
        if self.policy.counts_on == CountsOn.APPROVAL and self.approved_on is not None:
            return self.approved_on
        return self.on


@transaction.atomic
def support_households(
    households: Sequence[Household], given: Given, *, by: User
) -> list[Support]:
    """Record one support for each household of a list: all of them or none."""
    if not households:
        raise NobodyNamed
    _check(given)
    if len(households) > MOST:
        raise TooManyNamed(most=show_int(MOST), found=show_int(len(households)))
    return [_support(home, given, by) for home in households]


@transaction.atomic
def support_other(
    kind: Beneficiary, name: str, commune: Area, given: Given, *, by: User
) -> Support:
    """Record a support for a worker, group, cooperative, school or enterprise."""
    _check(given)
    if kind == Beneficiary.HOUSEHOLD or not name.strip():
        raise NobodyNamed
    _check_right([commune], given, by)
    day = given.counted_on
    if not Policy.objects.in_force(day).filter(pk=given.policy.pk).exists():
        raise NotInForce(day=f"{day:%d/%m/%Y}")
    return _insert(
        Support(
            beneficiary=kind,
            name=name.strip(),
            commune=commune,
            area_path=commune.path,
            why=f"đối tượng khác: {kind.label}",
        ),
        given,
        by,
    )


def _check(given: Given) -> None:
    """The sources are the amount, and the days are said and lie in order."""
    if given.policy.counts_on == CountsOn.APPROVAL and given.approved_on is None:
        raise ApprovalDayMissing
    if given.shares:
        check_shares(given.shares, given.amount)
    if not given.counted_on <= given.on <= today():
        raise DayOutside(day=f"{max(given.on, given.counted_on):%d/%m/%Y}")


def _check_right(communes: Sequence[Area], given: Given, by: User) -> None:
    """An officer of one of the communes, or somebody of the agency that gives."""
    if given.agency is not None:
        inside = communes[0].path.startswith(given.agency.area.path)
        if inside and by.acts_for(Right.SUPPORT_EDIT, given.agency):
            return
    elif any(by.acts_in(Right.SUPPORT_EDIT, commune) for commune in communes):
        return
    raise RightMissing(area=communes[0].full_name)


def _support(home: Household, given: Given, by: User) -> Support:
    lived = home.residences.on(given.on).select_related("commune").first()
    commune, path = (lived or home).commune, (lived or home).area_path
    _check_right([commune, home.commune], given, by)
    standing = standing_of(home, given.policy, on=given.counted_on)
    verdict = judge(given.policy.terms, standing, on=given.counted_on)
    if not verdict.yes and not given.exception.strip():
        raise NotEligible(household=home.head_name, why=verdict.why)
    row = Support(
        beneficiary=Beneficiary.HOUSEHOLD,
        household=home,
        commune=commune,
        area_path=path,
        klass=standing.klass or "",
        why=verdict.why,
    )
    return _insert(row, given, by)


def _insert(row: Support, given: Given, by: User) -> Support:
    row.policy, row.agency, row.recorded_by = given.policy, given.agency, by
    row.on, row.counted_on, row.note = given.on, given.counted_on, given.note.strip()
    row.amount, row.quantity, row.unit = given.amount, given.quantity, given.unit
    row.exception = given.exception.strip()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if broken_constraint(error) == SupportedAlready.code:
            name = row.household.head_name if row.household else row.name
            day = f"{row.on:%d/%m/%Y}"
            raise SupportedAlready(household=name, note=row.note, day=day) from error
        raise
    SupportShare.objects.bulk_create(
        SupportShare(support=row, fund=fund, amount=amount)
        for fund, amount in given.shares.items()
    )
    return row


@transaction.atomic
def withdraw_support(
    support: Support, *, reason: str, by: User, version: int | None
) -> Support:
    """Take a mistaken support back, with its reason; the row stays."""
    row: Support = (
        Support.objects.select_for_update(of=("self",))
        .select_related("commune", "agency__area", "household__commune")
        .get(pk=support.pk)
    )
    check_version(row, version)
    given = Given(row.policy, row.on, row.note, agency=row.agency)
    today_in = [row.household.commune] if row.household else []
    _check_right([row.commune, *today_in], given, by)
    if row.withdrawn_on is not None or not reason.strip():
        raise SupportWithdrawn
    row.withdrawn_on, row.reason = today(), reason.strip()
    row.version += 1
    row.save(update_fields=["withdrawn_on", "reason", "version"])
    return row
