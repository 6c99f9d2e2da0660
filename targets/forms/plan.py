"""A plan's head, its table from a file, sharing, adjusting and issuing it."""

from datetime import timedelta
from typing import Any

from django import forms

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from core.dates import today
from core.fields import DATE_INPUT, SELECT, TEXT, choice
from targets.choices import Sharing
from targets.forms.fields import IN_TIME, WHOLE
from targets.models import Indicator, Plan
from targets.services.draft import PlanFacts
from targets.services.sharing import Shared


class PlanTableForm(forms.Form):
    """The file and what it belongs to."""

    area = choice("Địa bàn lập kế hoạch", Area.objects.none())
    year = forms.IntegerField(
        label="Năm kế hoạch",
        min_value=2016,
        max_value=2100,
        error_messages={
            "invalid": "Năm phải là một số, ví dụ 2024.",
            "min_value": "Năm phải từ 2016 đến 2100.",
            "max_value": "Năm phải từ 2016 đến 2100.",
        },
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    on = forms.DateField(
        label="Ngày của văn bản",
        help_text="Tên xã được hiểu theo danh mục địa bàn của ngày này.",
        widget=DATE_INPUT,
    )
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        if isinstance(field, forms.ModelChoiceField):
            areas = Area.objects.visible_to(user, Right.PLAN_EDIT).valid_on(today())
            field.queryset = areas.filter(grants__user=user).distinct()


class PlanForm(forms.Form):
    """The head of a new plan, and which figures its table has."""

    area = choice("Địa bàn lập kế hoạch", Area.objects.none())
    title = forms.CharField(label="Tên kế hoạch", max_length=300, widget=TEXT)
    valid_from = forms.DateField(
        label="Thời kỳ: từ ngày", validators=IN_TIME, widget=DATE_INPUT
    )
    valid_to = forms.DateField(
        label="Đến hết ngày",
        validators=IN_TIME,
        help_text="Kế hoạch năm: từ 01/01 đến hết 31/12.",
        widget=DATE_INPUT,
    )
    parent = choice("Thực hiện văn bản, kế hoạch", Plan.objects.none(), none="–")
    agency = choice(
        "Kế hoạch của cơ quan (để trống: của UBND)", Agency.objects.none(), none="–"
    )
    below_due_on = forms.DateField(
        label="Hạn cấp dưới ban hành kế hoạch",
        required=False,
        validators=IN_TIME,
        widget=DATE_INPUT,
    )
    indicators = forms.ModelMultipleChoiceField(
        label="Lập bảng chỉ tiêu từ số đã công nhận cuối năm trước",
        queryset=Indicator.objects.exclude(base="").order_by("pk"),
        to_field_name="code",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.visible_to(user, Right.PLAN_EDIT).valid_on(today())
        own = areas.filter(grants__user=user).distinct()
        above = Plan.objects.readable_by(user).known_on(today())
        offices = Agency.objects.filter(area__in=own).order_by("name")
        for name, rows in (("area", own), ("parent", above), ("agency", offices)):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period ends after it begins; an agency belongs to the area."""
        facts: dict[str, Any] = super().clean() or {}
        first, last = facts.get("valid_from"), facts.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", "Ngày cuối phải sau ngày đầu của thời kỳ.")
        agency = facts.get("agency")
        if agency is not None and agency.area != facts.get("area"):
            self.add_error("agency", "Cơ quan này thuộc địa bàn khác.")
        return facts

    def facts(self) -> PlanFacts:
        """The typed head; periods are half-open inside, so the last day is one more."""
        told = self.cleaned_data
        names = ("title", "valid_from", "agency", "parent", "below_due_on")
        end = told["valid_to"] + timedelta(days=1)
        return PlanFacts(valid_to=end, **{name: told[name] for name in names})


class ShareForm(forms.Form):
    """A total and how it is shared among the lines that wait."""

    indicator = choice("Chỉ tiêu", Indicator.objects.none(), key="code")
    whole = forms.IntegerField(label="Tổng chỉ tiêu (đơn vị của chỉ tiêu)", **WHOLE)
    way = forms.ChoiceField(
        label="Cách chia",
        choices=Sharing.choices,
        help_text="Chia theo cách nào cũng thay số của mọi dòng còn chờ đăng ký.",
        widget=SELECT,
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = plan.totals.filter(lines__gt=0).values("indicator")
        found = Indicator.objects.filter(pk__in=held).order_by("pk")
        self.fields["indicator"].queryset = found  # type: ignore[attr-defined]

    def shared(self) -> Shared:
        """The typed total and how it is shared."""
        facts = self.cleaned_data
        return Shared(facts["indicator"], facts["whole"], Sharing(facts["way"]))


class AdjustForm(forms.Form):
    """The decision that adjusts an issued plan; its lines stand beside it."""

    number = forms.CharField(label="Số quyết định", max_length=60, widget=TEXT)
    date = forms.DateField(label="Ngày ký", widget=DATE_INPUT)
    signer = forms.CharField(label="Người ký", max_length=120, widget=TEXT)
    reason = forms.CharField(label="Lý do điều chỉnh", max_length=300, widget=TEXT)
    total = forms.IntegerField(
        label="Tổng mới của chỉ tiêu được điều chỉnh (nếu đổi)", required=False, **WHOLE
    )
    scan = forms.FileField(
        label="Bản quét quyết định đã ký (PDF, PNG, JPG)",
        error_messages={"required": "Hãy đính kèm bản quét quyết định đã ký."},
        widget=forms.ClearableFileInput(
            attrs={"class": "form-control", "accept": ".pdf,.png,.jpg,.jpeg"}
        ),
    )


class IssueForm(forms.Form):
    """Number, date, signer of the plan."""

    number = forms.CharField(label="Số kế hoạch", max_length=60, widget=TEXT)
    date = forms.DateField(label="Ngày ban hành", widget=DATE_INPUT)
    signer = forms.CharField(label="Người ký", max_length=120, widget=TEXT)
    scan = forms.FileField(
        label="Bản quét đã ký (PDF, PNG, JPG)",
        required=False,
        widget=forms.ClearableFileInput(attrs={"class": "form-control"}),
    )
