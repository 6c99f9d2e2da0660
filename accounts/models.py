"""People who sign in, the offices they work in, and what they may do where."""

from functools import cached_property
from typing import ClassVar, Self

import pghistory
import pgtrigger
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.choices import Right, Role
from accounts.rules import AGENCY_RIGHTS, roles_with
from areas.models import Area, end_after_start, on_day, valid_period
from areas.scope import ScopedQuerySet
from areas.selectors import whole_predecessors
from core.dates import today
from core.ids import new_id
from core.text import name_norm


class AccountQuerySet(ScopedQuerySet):
    """Accounts, reached through the area whose administrators look after them."""

    path_field = "area__path"

    def named(self, text: str) -> Self:
        """Accounts whose user name or full name holds the words, accents or none."""
        words = name_norm(text)
        held = Q(full_name__unaccent__icontains=words) | Q(username__icontains=words)
        return self.filter(held)


class AccountManager(UserManager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    """Makes accounts as Django does, finds them as we do."""

    use_in_migrations = False


class User(AbstractUser):
    """A person with an account. `is_staff` and `is_superuser` open no data.

    `area` says whose administrators look after the account; it gives no right.
    """

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    full_name = models.CharField("họ và tên", max_length=120)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="accounts")
    active_since = models.DateTimeField("mở lúc", default=timezone.now)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    is_demo = models.BooleanField("tài khoản trình diễn", default=False)

    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        verbose_name = "người dùng"

    def __str__(self) -> str:
        return self.full_name or self.username

    @cached_property
    def _grants(self) -> "list[RoleGrant]":
        grants = self.grants.filter(on_day(today())).select_related("area", "agency")
        return list(grants)

    def current_grants(self) -> "list[RoleGrant]":
        """Grants in force today, the widest area first."""
        return sorted(self._grants, key=lambda g: g.area.path.count("/"))

    def scope_paths(self, right: str) -> tuple[str, ...]:
        """Paths in which this person holds `right` today; predecessors included."""
        roles = roles_with(right)
        paths: set[str] = set()
        for grant in self._grants:
            if grant.role in roles:
                paths.update(grant.paths)
        return tuple(sorted(paths))

    def open_paths(self, right: str) -> tuple[str, ...]:
        """Paths in which `right` is held without an agency's wall (accounts.walls)."""
        roles = roles_with(right)
        paths: set[str] = set()
        for grant in self._grants:
            if grant.role in roles and not grant.is_walled(right):
                paths.update(grant.paths)
        return tuple(sorted(paths))

    def walled_agencies(self, right: str) -> tuple[int, ...]:
        """Agencies in whose name alone this person holds `right`."""
        roles = roles_with(right)
        held = [g for g in self._grants if g.role in roles and g.is_walled(right)]
        return tuple(sorted({g.agency_id for g in held if g.agency_id is not None}))

    def may(self, right: str) -> bool:
        """Whether this person holds `right` anywhere today."""
        return bool(self.scope_paths(right))

    def acts_in(self, right: str, area: Area) -> bool:
        """Whether this person acts for exactly this area: not above it, not for an agency."""
        held = [g for g in self._grants if g.role in roles_with(right)]
        return any(g.area_id == area.pk and not g.is_walled(right) for g in held)

    def acts_for_heir(self, right: str, area: Area) -> bool:
        """Whether this person acts for an area, or for the one it went wholly into."""
        held = [g for g in self._grants if g.role in roles_with(right)]
        return any(area.path in g.paths and not g.is_walled(right) for g in held)

    def acts_for(self, right: str, agency: "Agency") -> bool:
        """Whether this person holds `right` as somebody of that agency."""
        roles = roles_with(right)
        return any(g.role in roles and g.agency_id == agency.pk for g in self._grants)

    def holds(self, role: Role) -> bool:
        """Whether this person has that role anywhere today."""
        return any(grant.role == role for grant in self._grants)


class AgencyQuerySet(ScopedQuerySet):
    """Agencies, reached through the path of their area."""

    path_field = "area__path"


class Agency(models.Model):
    """An office of an area: a phòng, a sở, the policy bank."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="agencies")
    name = models.CharField("tên cơ quan", max_length=200)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    all_money = models.BooleanField(
        "theo dõi vốn của mọi dự án (tài chính, kế hoạch)", default=False, db_default=False
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "cơ quan"
        constraints = [
            end_after_start("agency"),
            models.UniqueConstraint(
                name="agency_once_per_area",
                fields=["area", "name"],
                violation_error_message="Cơ quan này đã có trong danh mục của địa bàn.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgencySuccession(models.Model):
    """One agency's work passed to another."""

    old = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="predecessions")
    day = models.DateField("ngày")
    decision = models.CharField("căn cứ", max_length=200)

    class Meta:
        verbose_name = "kế thừa cơ quan"
        constraints = [
            models.UniqueConstraint(name="agencysuccession_once", fields=["old", "new"])
        ]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class GrantQuerySet(ScopedQuerySet):
    """Grants, reached through the path of their area."""

    path_field = "area__path"


@pghistory.track(model_name="RoleGrantHistory")
class RoleGrant(models.Model):
    """A role of a person in an area during a period, given by another person."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField("vai trò", max_length=20, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="grants")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến trước ngày", null=True, blank=True)
    granted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="grants_given"
    )
    substitutes = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField("lý do", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = "quyền theo địa bàn"
        constraints = [
            end_after_start("rolegrant"),
            models.CheckConstraint(
                name="rolegrant_role_is_known",
                condition=Q(role__in=Role.values),
                violation_error_code="rolegrant_role_is_known",
                violation_error_message="Vai trò không hợp lệ.",
            ),
            models.CheckConstraint(
                name="rolegrant_given_by_another",
                condition=~Q(granted_by=F("user")),
                violation_error_code="rolegrant_given_by_another",
                violation_error_message="Không ai được tự cấp quyền cho chính mình.",
            ),
            models.CheckConstraint(
                name="rolegrant_has_giver",
                condition=Q(granted_by__isnull=False) | Q(role=Role.ADMINISTRATOR),
                violation_error_code="rolegrant_has_giver",
                violation_error_message="Quyền phải do một người khác cấp.",
            ),
            models.CheckConstraint(
                name="rolegrant_substitutes_another",
                condition=Q(substitutes__isnull=True) | ~Q(substitutes=F("user")),
                violation_error_code="rolegrant_substitutes_another",
                violation_error_message="Người được thay phải là một người khác.",
            ),
            ExclusionConstraint(
                name="rolegrant_once_per_day",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (valid_period(), RangeOperators.OVERLAPS),
                ],
                violation_error_code="rolegrant_once_per_day",
                violation_error_message="Người này đã có vai trò đó tại địa bàn đó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.area}"

    def is_walled(self, right: str) -> bool:
        """Whether it gives the right over its agency's own work and rows only.

        Finance and planning departments look at the money of all projects; what they
        enter, and the families they see, are their own agency's all the same.
        """
        if self.role != Role.DEPARTMENT_OFFICER or right not in AGENCY_RIGHTS:
            return False
        if right != Right.PROJECT_VIEW or self.agency is None:
            return True
        return not self.agency.all_money

    @property
    def is_current(self) -> bool:
        """Whether the grant holds today: only such a grant can be ended."""
        end = self.valid_to
        return self.valid_from <= today() and (end is None or end > today())

    @cached_property
    def paths(self) -> list[str]:
        """Paths this grant reads: its area and what went wholly into it."""
        return [self.area.path, *(area.path for area in whole_predecessors(self.area))]


class AccessLog(models.Model):
    """Who read or exported which personal record. Rows are only added.

    No foreign keys: the line must outlive what it speaks of. Kept at least 12 months
    (law.md §6 [S]).
    """

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    user_id = models.UUIDField()
    username = models.CharField(max_length=150)
    action = models.CharField(max_length=20)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField(null=True)
    area_path = models.CharField(max_length=80, db_index=True)
    address = models.GenericIPAddressField(null=True)
    count = models.PositiveIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "nhật ký truy cập"
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.username} {self.action} {self.subject_type}"


class ApiToken(models.Model):
    """A key for a program that acts as this person; only its hash is kept."""

    public_id = models.UUIDField(default=new_id, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField("tên", max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("hết hạn lúc")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "khóa truy cập API"
        constraints = [
            models.CheckConstraint(
                name="apitoken_expires_after_birth",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_code="apitoken_expires_after_birth",
                violation_error_message="Ngày hết hạn phải ở tương lai.",
            )
        ]

    def __str__(self) -> str:
        return self.name
