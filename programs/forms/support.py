"""What a household received."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from accounts.models import Agency
from core.fields import DATE_INPUT, TEXT, choice
from programs.choices import Fund
from programs.forms.fields import MoneyField
from programs.models import Activity, Policy
from programs.services.supports import Given


class SupportForm(forms.Form):
    """What a household received, when, under which policy, from which sources."""

    policy = choice("Chính sách", Policy.objects.all())
    on = forms.DateField(label="Ngày hỗ trợ", widget=DATE_INPUT)
    approved_on = forms.DateField(
        label="Ngày phê duyệt danh sách (chính sách xét diện theo ngày này)",
        required=False,
        widget=DATE_INPUT,
    )
    note = forms.CharField(label="Nội dung hỗ trợ", max_length=300, widget=TEXT)
    quantity = forms.DecimalField(
        label="Số lượng",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        localize=True,
        widget=TEXT,
    )
    unit = forms.CharField(label="Đơn vị", max_length=40, required=False, widget=TEXT)
    exception = forms.CharField(
        label="Căn cứ ngoại lệ (quyết định cho phép)",
        max_length=300,
        required=False,
        widget=TEXT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fund in Fund:
            label = f"{capfirst(fund.label)} (đồng)"
            self.fields[f"f-{fund}"] = MoneyField(label=label, required=False)

    def given(self, agency: Agency | None, activity: Activity | None = None) -> Given:
        """The typed support; its amount is the sum of its sources."""
        told = self.cleaned_data
        shares = {fund: told[f"f-{fund}"] for fund in Fund if told[f"f-{fund}"]}
        names = ("policy", "on", "note", "quantity", "unit", "approved_on", "exception")
        return Given(
            **{name: told[name] for name in names},
            amount=sum(shares.values()),
            shares=shares,
            agency=agency,
            activity=activity,
        )
