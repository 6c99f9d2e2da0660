"""Recording what a household or another beneficiary received."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from core.copying import copy_rows, take_ids
from core.dates import today
from core.db import among, broken_constraint, check_version
from core.errors import DomainError, RightMissing
from core.ids import new_id
from core.numbers import show_int
from households.models import Household, Residence
from programs.choices import Beneficiary, CountsOn, Fund
from programs.models import Activity, Policy, Support, SupportShare
from programs.rules import check_shares
from programs.selectors.standing import facts_of
from programs.services.support_sums import SumKey, retell

MOST = 1_000  # beneficiaries of one act
TOLD = 5  # households a refusal names


class NotEligible(DomainError):
    """Support needs the policy's class on the day that counts, or a cited decision."""

    code = "support_not_eligible"
    message = (
        "{count} hộ không đủ điều kiện – {whom}. Chưa ghi hộ nào. Muốn ghi ngoại lệ thì nêu "
        "quyết định cho phép ở ô căn cứ ngoại lệ."
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


class ActivityClosed(DomainError):
    """Nobody takes part in work that is not approved, has ended or was stopped."""

    code = "support_activity_closed"
    message = "Hoạt động “{name}” đang ở bước “{now}”, không ghi hộ tham gia được."


class OutsideActivity(DomainError):
    """A support of an activity falls into its days."""

    code = "support_outside_activity"
    message = "Ngày {day} nằm ngoài thời gian của hoạt động ({first} đến {last})."


class ElsewhereThanWork(DomainError):
    """A support of an activity stays in its area and its agency."""

    code = "support_elsewhere_than_work"
    message = "“{name}” không phải hoạt động của địa bàn, cơ quan ghi hỗ trợ này."


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
    activity: Activity | None = None

    @property
    def approval(self) -> date | None:
        """The day the list was approved: as said, else the activity's."""
        if self.approved_on is None and self.activity is not None:
            return self.activity.approved_on
        return self.approved_on

    @property
    def counted_on(self) -> date:
        """The day on which it counts what a household is."""
        if self.policy.counts_on == CountsOn.APPROVAL and self.approval is not None:
            return self.approval
        return self.on


@transaction.atomic
def support_households(
    households: Sequence[Household], given: Given, *, by: User
) -> list[Support]:
    """Record one support for each household of a list: all of them or none."""
    if not households:
        raise NobodyNamed
    given = _held(given)
    check_given(given)
    if len(households) > MOST:
        raise TooManyNamed(most=show_int(MOST), found=show_int(len(households)))
    rows = judged(households, given)
    _check_place([row.area_path for row in rows], given)
    check_rights(rows, given, by)
    refused = [f"{row.household}: {row.why}" for row in rows if not row.eligible]
    if refused and not given.exception.strip():
        raise NotEligible(whom="; ".join(refused[:TOLD]), count=show_int(len(refused)))
    refuse_repeated(rows, given)
    return insert_all(rows, given, by)


def _held(given: Given) -> Given:
    """The same, with its activity as it stands now: held until the support is written."""
    if given.activity is None:
        return given
    rows = Activity.objects.select_for_update(of=("self",), no_key=True)
    return replace(given, activity=rows.get(pk=given.activity.pk))


def _check_place(paths: Sequence[str], given: Given) -> None:
    """Who takes part lives where the work is; an agency records for its own work."""
    work = given.activity
    if work is None:
        return
    outside = [path for path in paths if not path.startswith(work.area_path)]
    other = given.agency is not None and work.agency_id != given.agency.pk
    if outside or other:
        raise ElsewhereThanWork(name=work.name)


@dataclass(frozen=True, slots=True)
class Judged:
    """A household, where it lived on the day of the support, and the policy's answer."""

    household: Household
    commune: Area
    area_path: str
    klass: str
    eligible: bool
    why: str


def judged(households: Sequence[Household], given: Given) -> list[Judged]:
    """What the policy says to each household on the day that counts; a few queries."""
    facts = facts_of(households, on=given.counted_on, policy=given.policy)
    ids = [home.pk for home in households]
    lived = Residence.objects.on(given.on).filter(among("household", ids))
    places = {home.pk: (home.commune_id, home.area_path) for home in households} | {
        pk: (commune, path)
        for pk, commune, path in lived.values_list("household", "commune", "area_path")
    }
    wanted = {home.commune_id for home in households} | {one for one, _ in places.values()}
    communes = Area.objects.in_bulk(wanted)
    found = []
    for home in households:
        home.commune = communes[home.commune_id]  # one object for all who live there
        verdict = facts[home.pk].verdict(given.policy, on=given.counted_on)
        commune, path = places[home.pk]
        told = (facts[home.pk].klass or "", verdict.yes, verdict.why)
        found.append(Judged(home, communes[commune], path, *told))
    return found


def check_rights(rows: Sequence[Judged], given: Given, by: User) -> None:
    """An officer of where the household lived or lives, or somebody of the giving agency."""
    checked = {}
    for row in rows:
        places = (row.commune, row.household.commune)
        checked[row.commune.pk, row.household.commune_id] = places
    for places in checked.values():
        _check_right(places, given, by)


def refuse_repeated(rows: Sequence[Judged], given: Given) -> None:
    """Refuse what is recorded already, and a household that is named twice."""
    held = Support.objects.filter(
        among("household", [row.household.pk for row in rows]),
        policy=given.policy,
        on=given.on,
        note=given.note.strip(),
        withdrawn_on__isnull=True,
    )
    taken = set(held.values_list("household_id", flat=True))
    for row in rows:
        if row.household.pk in taken:
            day = f"{given.on:%d/%m/%Y}"
            name = row.household.head_name
            raise SupportedAlready(household=name, note=given.note, day=day)
        taken.add(row.household.pk)


def insert_all(rows: Sequence[Judged], given: Given, by: User) -> list[Support]:
    """Write judged supports of one kind, their sources and their sums."""
    try:
        with transaction.atomic():
            ids = record_all([(row, given) for row in rows], by=by)
    except IntegrityError as error:
        if broken_constraint(error) == SupportedAlready.code:
            refuse_repeated(rows, given)  # somebody was quicker
        raise
    retell(sums_touched((row, given) for row in rows))
    made = Support.objects.select_related("policy", "household", "commune", "agency")
    return list(made.filter(pk__in=ids).order_by("pk"))


def sums_touched(rows: Iterable[tuple[Judged, Given]]) -> set[SumKey]:
    """The sums that judged supports belong to."""
    return {
        SumKey(
            given.on.year,
            row.commune,
            given.policy.pk,
            given.agency.pk if given.agency else None,
        )
        for row, given in rows
    }


# what COPY is told of each support; the rest has its default in the database or is empty
COPIED = (
    "id public_id policy_id beneficiary household_id name commune_id area_path agency_id "
    "activity_id on counted_on klass why exception amount quantity unit note "
    "recorded_by_id recorded_at reason version"
).split()


def record_all(rows: Sequence[tuple[Judged, Given]], *, by: User) -> list[int]:
    """Write judged supports and their sources; the caller tells the sums anew."""
    ids, now = take_ids(Support, len(rows)), timezone.now()
    lines = (
        (
            *(pk, new_id(), given.policy.pk, Beneficiary.HOUSEHOLD.value),
            *(row.household.pk, "", row.commune.pk, row.area_path),
            given.agency and given.agency.pk,
            given.activity and given.activity.pk,
            *(given.on, given.counted_on, row.klass, row.why, given.exception.strip()),
            *(given.amount, given.quantity, given.unit, given.note.strip()),
            *(by.pk, now, "", 1),
        )
        for pk, (row, given) in zip(ids, rows, strict=True)
    )
    copy_rows(Support, COPIED, lines)
    _share_out(zip(ids, (given for _, given in rows), strict=True))
    return ids


@transaction.atomic
def support_other(
    kind: Beneficiary, name: str, commune: Area, given: Given, *, by: User
) -> Support:
    """Record a support for a worker, group, cooperative, school or enterprise."""
    given = _held(given)
    check_given(given)
    _check_place([commune.path], given)
    if kind == Beneficiary.HOUSEHOLD or not name.strip():
        raise NobodyNamed
    _check_right([commune], given, by)
    day = given.counted_on
    if not Policy.objects.in_force(day).filter(pk=given.policy.pk).exists():
        raise NotInForce(day=f"{day:%d/%m/%Y}")
    row = Support.objects.create(
        policy=given.policy,
        beneficiary=kind,
        name=name.strip(),
        commune=commune,
        area_path=commune.path,
        agency=given.agency,
        activity=given.activity,
        on=given.on,
        counted_on=given.counted_on,
        why=f"đối tượng khác: {kind.label}",
        exception=given.exception.strip(),
        amount=given.amount,
        quantity=given.quantity,
        unit=given.unit,
        note=given.note.strip(),
        recorded_by=by,
    )
    _share_out([(row.pk, given)])
    retell({SumKey(row.on.year, commune, row.policy_id, row.agency_id)})
    return row


def check_given(given: Given) -> None:
    """The sources are the amount; the days are said, lie in order and in the activity's."""
    if given.policy.counts_on == CountsOn.APPROVAL and given.approval is None:
        raise ApprovalDayMissing
    if given.shares:
        check_shares(given.shares, given.amount)
    if not given.counted_on <= given.on <= today():
        raise DayOutside(day=f"{max(given.on, given.counted_on):%d/%m/%Y}")
    work = given.activity
    if work is None:
        return
    if not work.is_open:
        raise ActivityClosed(name=work.name, now=work.get_status_display())
    if not work.starts_on <= given.on <= work.ends_on:
        first, last = f"{work.starts_on:%d/%m/%Y}", f"{work.ends_on:%d/%m/%Y}"
        raise OutsideActivity(day=f"{given.on:%d/%m/%Y}", first=first, last=last)


def _check_right(communes: Sequence[Area], given: Given, by: User) -> None:
    """An officer of one of the communes, or somebody of the agency that gives."""
    if given.agency is not None:
        inside = communes[0].path.startswith(given.agency.area.path)
        if inside and by.acts_for(Right.SUPPORT_EDIT, given.agency):
            return
    elif any(by.acts_in(Right.SUPPORT_EDIT, commune) for commune in communes):
        return
    raise RightMissing(area=communes[0].full_name)


def _share_out(rows: Iterable[tuple[int, Given]]) -> None:
    lines = (
        (pk, fund.value, amount)
        for pk, given in rows
        for fund, amount in given.shares.items()
    )
    copy_rows(SupportShare, ("support_id", "fund", "amount"), lines)


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
    retell({SumKey(row.on.year, row.commune, row.policy_id, row.agency_id)})
    return row
