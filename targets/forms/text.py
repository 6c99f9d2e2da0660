"""What a plan's text promises, and what was achieved of it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.text import capfirst

from accounts.models import Agency
from areas.models import Area
from core.dates import today
from core.fields import DATE_INPUT, SELECT, TEXT, choice
from targets.choices import Operator
from targets.forms.fields import AMOUNT
from targets.models import Indicator, Plan, Target
from targets.services.objectives import Promise
from targets.services.results import Told


class IndicatorField(forms.ModelChoiceField[Indicator]):
    """An indicator with its unit: the value below is in it."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and unit."""
        return f"{obj.name} ({obj.unit})"


class ObjectiveForm(forms.Form):
    """One sentence of the plan's text as an indicator's value."""

    sentence = forms.CharField(
        label="Câu trong văn bản",
        max_length=500,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )
    indicator = IndicatorField(
        label="Chỉ tiêu",
        queryset=Indicator.objects.order_by("pk"),
        to_field_name="code",
        empty_label=None,
        widget=SELECT,
    )
    area = choice("Địa bàn", Area.objects.none())
    operator = forms.ChoiceField(label="So sánh", choices=Operator.choices, widget=SELECT)
    value = forms.DecimalField(
        label="Giá trị (đơn vị của chỉ tiêu)",
        min_value=0,
        max_digits=15,
        decimal_places=2,
        localize=True,
        widget=TEXT,
    )
    reporter = choice(
        "Đơn vị báo cáo kết quả (để trống: UBND địa bàn)", Agency.objects.none(), none="–"
    )
    value_to = forms.DecimalField(
        label="Đến giá trị (chỉ khi “từ … đến …”)",
        required=False,
        min_value=0,
        max_digits=15,
        decimal_places=2,
        localize=True,
        widget=TEXT,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        if isinstance(field, forms.ModelChoiceField):
            offices = Agency.objects.filter(area=plan.area).order_by("name")
            self.fields["reporter"].queryset = offices  # type: ignore[attr-defined]
            lined = Q(targets__plan=plan) | Q(pk=plan.area_id)
            field.queryset = Area.objects.filter(lined).distinct().order_by("path")

    def promise(self) -> Promise:
        """The sentence and its value."""
        return Promise(**self.cleaned_data)


class ResultForm(forms.Form):
    """What was achieved of one target; a share by its two numbers."""

    on = forms.DateField(label="Tính đến ngày", widget=DATE_INPUT)
    value = forms.DecimalField(label="Giá trị", **AMOUNT)
    numerator = forms.DecimalField(label="Tử số", min_value=0, **AMOUNT)
    denominator = forms.DecimalField(label="Mẫu số", min_value=0, **AMOUNT)
    compared = forms.DecimalField(label="Số liệu so sánh", **AMOUNT)
    source = forms.CharField(label="Nguồn số liệu", max_length=200, widget=TEXT)

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        kwargs.setdefault("auto_id", f"kq-{target.public_id}-%s")
        super().__init__(*args, **kwargs)
        indicator = target.indicator
        if target.value is None and target.outside:
            self.fields["compared"].label = f"{target.outside} ({indicator.unit})"
        else:
            del self.fields["compared"]
        if indicator.unit == "%" and indicator.denominator:
            del self.fields["value"]
            self.fields["numerator"].label = capfirst(indicator.numerator)
            self.fields["denominator"].label = capfirst(indicator.denominator)
        else:
            del self.fields["numerator"], self.fields["denominator"]
            self.fields["value"].label = f"Giá trị ({indicator.unit})"
            self.fields["value"].required = True

    def told(self) -> Told:
        """What the unit says."""
        return Told(**self.cleaned_data)
