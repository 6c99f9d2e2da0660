"""The commune's counter: requests, confirmations, village totals."""

from typing import Any

from django import forms

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.fields import DATE_INPUT, TEXT
from households.choices import RequestKind
from households.forms.rounds import WORDS, whole_number


class RequestForm(forms.Form):
    """A paper request as it was handed in."""

    kind = forms.ChoiceField(
        label="Loại giấy",
        choices=RequestKind.choices,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    applicant = forms.CharField(label="Người đề nghị", max_length=120, widget=TEXT)
    reason = forms.CharField(
        label="Lý do đề nghị", max_length=300, required=False, widget=WORDS
    )
    received_on = forms.DateField(label="Ngày nhận giấy", widget=DATE_INPUT)


class RequestAnswerForm(forms.Form):
    """The result of Phiếu A, or a refusal with its reason."""

    PASS, FAIL = "pass", "fail"
    result = forms.ChoiceField(
        label="Kết quả xem xét",
        choices=[(PASS, "Đạt Phiếu A, đưa vào rà soát"), (FAIL, "Không nhận")],
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn kết quả xem xét."},
    )
    answer = forms.CharField(
        label="Lý do không nhận (ghi vào văn bản trả lời hộ)",
        max_length=300,
        required=False,
        widget=WORDS,
    )


class ConfirmationForm(forms.Form):
    """Who asks for a confirmation, and what for."""

    asked_by = forms.CharField(label="Người đề nghị", max_length=120, widget=TEXT)
    purpose = forms.CharField(
        label="Để làm gì", max_length=200, widget=TEXT, help_text="Ví dụ: nộp hồ sơ vay vốn"
    )


class TotalsForm(forms.Form):
    """Households and persons of a village on a day, with their source."""

    village = forms.ModelChoiceField(
        label="Thôn, tổ dân phố",
        queryset=Area.objects.none(),
        to_field_name="public_id",
        empty_label="Chọn thôn",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    on = forms.DateField(label="Ngày của số liệu", widget=DATE_INPUT)
    households = whole_number("Số hộ")
    persons = whole_number("Số nhân khẩu")
    minority = whole_number("Số hộ DTTS")
    native = whole_number("Số hộ DTTS tại chỗ")
    source = forms.CharField(
        label="Nguồn số liệu",
        max_length=200,
        widget=TEXT,
        help_text="Ví dụ: Công an xã, sổ hộ khẩu",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["village"]
        if isinstance(field, forms.ModelChoiceField):
            own = Area.objects.visible_to(user, Right.HOUSEHOLD_EDIT)
            villages = own.valid_on(today()).filter(level=Level.VILLAGE)
            field.queryset = villages.order_by("path")
