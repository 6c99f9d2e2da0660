"""Uploading a table, registering, issuing."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q

from accounts.choices import Right
from accounts.models import Agency, User
from areas.choices import Level
from areas.models import Area
from core.dates import today
from targets.choices import Operator, Sharing
from targets.models import Indicator, Plan, Target
from targets.services.checks import TEXT_LIMIT
from targets.services.draft import FIRST_YEAR, LAST_YEAR, PlanFacts
from targets.services.objectives import Promise
from targets.services.results import Told
from targets.services.sharing import Shared
from targets.services.tasks import Duty

TEXT = forms.TextInput(attrs={"class": "form-control"})
DATE_INPUT = forms.DateInput(
    attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"
)
SELECT = forms.Select(attrs={"class": "form-select"})


AMOUNT: Any = {
    "localize": True,
    "required": False,
    "max_digits": 15,
    "decimal_places": 2,
    "widget": TEXT,
}
FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
IN_TIME = [
    MinValueValidator(FIRST, f"Ngày phải từ năm {FIRST_YEAR} đến năm {LAST_YEAR}."),
    MaxValueValidator(LAST, f"Ngày phải từ năm {FIRST_YEAR} đến năm {LAST_YEAR}."),
]


class PlanTableForm(forms.Form):
    """The file and what it belongs to."""

    area = forms.ModelChoiceField(
        label="Địa bàn lập kế hoạch",
        queryset=Area.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
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
    lead = forms.ModelChoiceField(
        label="Cơ quan chủ trì",
        queryset=Agency.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="–",
        widget=SELECT,
    )
    lead_level = forms.ChoiceField(
        label="Hoặc mọi địa bàn cấp", required=False, widget=SELECT
    )
    with_text = forms.CharField(
        label="Cơ quan phối hợp", max_length=400, required=False, widget=TEXT
    )
    product = forms.CharField(label="Sản phẩm", max_length=300, required=False, widget=TEXT)
    due_on = forms.DateField(label="Hạn", required=False, widget=DATE_INPUT)

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


class PlanForm(forms.Form):
    """The head of a new plan, and which figures its table has."""

    area = forms.ModelChoiceField(
        label="Địa bàn lập kế hoạch",
        queryset=Area.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        widget=SELECT,
    )
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
    parent = forms.ModelChoiceField(
        label="Thực hiện văn bản, kế hoạch",
        queryset=Plan.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="–",
        widget=SELECT,
    )
    agency = forms.ModelChoiceField(
        label="Kế hoạch của cơ quan (để trống: của UBND)",
        queryset=Agency.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="–",
        widget=SELECT,
    )
    below_due_on = forms.DateField(
        label="Hạn cấp dưới ban hành kế hoạch", required=False, widget=DATE_INPUT
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

    indicator = forms.ModelChoiceField(
        label="Chỉ tiêu",
        queryset=Indicator.objects.none(),
        to_field_name="code",
        empty_label=None,
        widget=SELECT,
    )
    whole = forms.IntegerField(
        label="Tổng chỉ tiêu (đơn vị của chỉ tiêu)",
        min_value=0,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    way = forms.ChoiceField(label="Cách chia", choices=Sharing.choices, widget=SELECT)

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
        label="Tổng chỉ tiêu mới (nếu đổi)",
        min_value=0,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    scan = forms.FileField(
        label="Bản quét quyết định đã ký (PDF, PNG, JPG)",
        error_messages={"required": "Hãy đính kèm bản quét quyết định đã ký."},
        widget=forms.ClearableFileInput(
            attrs={"class": "form-control", "accept": ".pdf,.png,.jpg,.jpeg"}
        ),
    )


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
            self.fields["numerator"].label = indicator.numerator.capitalize()
            self.fields["denominator"].label = indicator.denominator.capitalize()
        else:
            del self.fields["numerator"], self.fields["denominator"]
            self.fields["value"].label = f"Giá trị ({indicator.unit})"
            self.fields["value"].required = True

    def told(self) -> Told:
        """What the unit says."""
        return Told(**self.cleaned_data)


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
    area = forms.ModelChoiceField(
        label="Địa bàn",
        queryset=Area.objects.none(),
        to_field_name="public_id",
        empty_label=None,
        widget=SELECT,
    )
    operator = forms.ChoiceField(label="So sánh", choices=Operator.choices, widget=SELECT)
    value = forms.DecimalField(
        label="Giá trị (đơn vị của chỉ tiêu)",
        min_value=0,
        max_digits=15,
        decimal_places=2,
        localize=True,
        widget=TEXT,
    )
    reporter = forms.ModelChoiceField(
        label="Đơn vị báo cáo kết quả (để trống: UBND địa bàn)",
        queryset=Agency.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="–",
        widget=SELECT,
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
