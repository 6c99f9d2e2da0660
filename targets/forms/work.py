"""Work that plans give, and tables to hold against themselves."""

from typing import Any

from django import forms

from accounts.models import Agency
from areas.choices import Level
from core.fields import DATE_INPUT, SELECT, TEXT, choice
from targets.forms.fields import IN_TIME
from targets.models import Plan
from targets.services.checks import TEXT_LIMIT
from targets.services.tasks import Duty


class CheckForm(forms.Form):
    """A table to hold against itself: a file, or rows pasted from anywhere."""

    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx"}),
    )
    text = forms.CharField(
        label="Hoặc dán bảng vào đây",
        required=False,
        max_length=TEXT_LIMIT,
        strip=False,
        help_text="Chép các ô trong Excel (cả hàng tiêu đề) rồi dán.",
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 6}),
    )
    promises = forms.CharField(
        label="Câu mục tiêu trong văn bản (không bắt buộc)",
        required=False,
        max_length=20_000,
        help_text="Ví dụ: “Riêng xã Đăk Ang giảm 7-8%/năm”; được so với bảng.",
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )


class TaskForm(forms.Form):
    """A sentence of the plan as work for somebody."""

    sentence = forms.CharField(
        label="Nội dung nhiệm vụ",
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 3}),
    )
    lead = choice("Cơ quan chủ trì", Agency.objects.none(), none="–")
    lead_level = forms.ChoiceField(
        label="Hoặc mọi địa bàn cấp", required=False, widget=SELECT
    )
    with_text = forms.CharField(
        label="Cơ quan phối hợp", max_length=400, required=False, widget=TEXT
    )
    product = forms.CharField(label="Sản phẩm", max_length=300, required=False, widget=TEXT)
    due_on = forms.DateField(
        label="Hạn", required=False, validators=IN_TIME, widget=DATE_INPUT
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Agency.objects.filter(area=plan.area).order_by("name")
        self.fields["lead"].queryset = offices  # type: ignore[attr-defined]
        below = [(level.value, level.label) for level in (Level.DISTRICT, Level.COMMUNE)]
        self.fields["lead_level"].choices = [("", "–"), *below]  # type: ignore[attr-defined]

    def duty(self) -> Duty:
        """The typed work."""
        facts = dict(self.cleaned_data)
        if facts["lead_level"]:
            facts["lead_text"] = f"Mọi địa bàn {Level(facts['lead_level']).label}"
        return Duty(**facts)
