"""Sign-in, second factor, grants, tokens."""

from typing import Any

from django import forms
from django.contrib.auth.forms import (
    AuthenticationForm,
    BaseUserCreationForm,
    PasswordChangeForm,
)
from django.http import HttpRequest

from accounts.choices import Right, Role
from accounts.models import Agency, User
from accounts.officer import officer
from accounts.users import WrongPassword, check_own_password
from areas.models import Area
from core.dates import today

DATE_INPUT = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SignInForm(AuthenticationForm):
    """Name and password."""

    error_messages = {
        "invalid_login": (
            "Tên đăng nhập hoặc mật khẩu không đúng. Sau 5 lần sai, tài khoản tạm khóa "
            "15 phút."
        ),
        "inactive": "Tài khoản này đã ngừng hoạt động; hãy liên hệ người quản trị.",
    }

    def __init__(
        self, request: HttpRequest | None = None, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "Tên đăng nhập"
        self.fields["password"].label = "Mật khẩu"


class CodeForm(forms.Form):
    """Six digits from the telephone, or a recovery code."""

    code = forms.CharField(
        label="Mã xác thực",
        max_length=20,
        help_text="6 chữ số trên điện thoại, hoặc một mã dự phòng.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )


class UserForm(BaseUserCreationForm[User]):
    """A new account; rights are given separately."""

    area_code = forms.CharField(
        label="Mã địa bàn",
        max_length=20,
        help_text="Người quản trị của địa bàn này sẽ trông coi tài khoản.",
    )

    class Meta:
        model = User
        fields = ("username", "full_name")
        labels = {"username": "Tên đăng nhập"}
        help_texts = {"username": "Chữ, số và các dấu @ . + - _; tối đa 150 ký tự."}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_area_code(self) -> Area:
        """An area the administrator manages."""
        return managed_area(self.user, self.cleaned_data["area_code"])


def offer_agencies(form: forms.Form, user: User, *names: str) -> None:
    """Let a form choose among the agencies this administrator manages."""
    mine = Agency.objects.visible_to(user, Right.ACCOUNT_MANAGE).select_related("area")
    for name in names:
        field = form.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = mine.filter(valid_to=None).order_by("area__path", "name")


def managed_area(user: User, code: str) -> Area:
    """An area the administrator manages, valid today."""
    areas = Area.objects.visible_to(user, Right.ACCOUNT_MANAGE).valid_on(today())
    found: Area | None = areas.filter(code=code).first()
    if found is None:
        raise forms.ValidationError("Không có địa bàn mã này trong phạm vi quản lý.")
    return found


class AgencyForm(forms.Form):
    """An office of an area."""

    name = forms.CharField(label="Tên cơ quan", max_length=200)
    area_code = forms.CharField(
        label="Mã địa bàn", max_length=20, help_text="Mã trong danh mục, ví dụ 62."
    )
    valid_from = forms.DateField(label="Từ ngày", required=False, widget=DATE_INPUT)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_area_code(self) -> Area:
        """An area the administrator manages."""
        return managed_area(self.user, self.cleaned_data["area_code"])


class SuccessionForm(forms.Form):
    """Which agency takes over from which, when, by what."""

    old = forms.ModelChoiceField(
        label="Cơ quan cũ", queryset=Agency.objects.none(), to_field_name="public_id"
    )
    new = forms.ModelChoiceField(
        label="Cơ quan kế thừa", queryset=Agency.objects.none(), to_field_name="public_id"
    )
    day = forms.DateField(label="Từ ngày", widget=DATE_INPUT)
    decision = forms.CharField(label="Căn cứ", max_length=200)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_agencies(self, user, "old", "new")


class GrantForm(forms.Form):
    """Give a person a role in an area of the administrator's."""

    username = forms.CharField(label="Tên đăng nhập của người được cấp", max_length=150)
    role = forms.ChoiceField(label="Vai trò", choices=Role.choices)
    area_code = forms.CharField(
        label="Mã địa bàn",
        max_length=20,
        help_text="Mã trong danh mục, ví dụ 23380 là xã Đăk Ang.",
    )
    agency = forms.ModelChoiceField(
        label="Cơ quan",
        queryset=Agency.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="(không ghi)",
    )
    valid_from = forms.DateField(label="Từ ngày", widget=DATE_INPUT)
    valid_to = forms.DateField(label="Đến trước ngày", required=False, widget=DATE_INPUT)
    reason = forms.CharField(label="Lý do", max_length=200, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        offer_agencies(self, user, "agency")

    def clean(self) -> dict[str, Any]:
        """An agency belongs to the area of the grant."""
        data = super().clean() or {}
        agency, area = data.get("agency"), data.get("area_code")
        if agency and area and agency.area_id != area.pk:
            self.add_error("agency", f"{agency} không phải cơ quan của {area}.")
        return data

    def clean_username(self) -> User:
        """The person of that name."""
        found: User | None = User.objects.filter(
            username=self.cleaned_data["username"], is_active=True
        ).first()
        if found is None:
            raise forms.ValidationError("Không có tài khoản đang mở nào mang tên này.")
        return found

    def clean_area_code(self) -> Area:
        """An area the administrator manages, valid today."""
        return managed_area(self.user, self.cleaned_data["area_code"])


class SubstituteForm(forms.Form):
    """Let one person act for an absent one."""

    absent = forms.CharField(label="Người vắng (tên đăng nhập)", max_length=150)
    by_user = forms.CharField(label="Người thay (tên đăng nhập)", max_length=150)
    first = forms.DateField(label="Từ ngày", widget=DATE_INPUT)
    last = forms.DateField(label="Đến hết ngày", widget=DATE_INPUT)
    reason = forms.CharField(label="Lý do", max_length=200)

    def _person(self, name: str) -> User:
        found: User | None = User.objects.filter(username=self.cleaned_data[name]).first()
        if found is None:
            raise forms.ValidationError("Không có tài khoản đang mở nào mang tên này.")
        return found

    def clean_absent(self) -> User:
        """The absent person."""
        return self._person("absent")

    def clean_by_user(self) -> User:
        """The acting person."""
        return self._person("by_user")


class OwnPasswordForm(PasswordChangeForm):
    """A new password of one's own; guesses of the old one are counted."""

    def __init__(self, request: HttpRequest, *args: Any) -> None:
        super().__init__(officer(request), *args)
        self.request = request

    def clean_old_password(self) -> str:
        """The password one has signed in with."""
        old: str = self.cleaned_data["old_password"]
        try:
            check_own_password(self.request, self.user, old)
        except WrongPassword as error:
            raise forms.ValidationError(str(error), code=error.code) from error
        return old


class TokenForm(forms.Form):
    """A name to tell API tokens apart."""

    name = forms.CharField(label="Tên khóa", max_length=80)
