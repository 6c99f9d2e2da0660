"""Assigning agencies, stating where projects apply, giving and spending money."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from core.dates import today
from core.fields import DATE_INPUT, SELECT, TEXT, choice
from programs.choices import DECIDED, EntryKind, Fund, Nature, Part
from programs.models import Allocation, Policy, Project, SubProject
from programs.selectors.frame import projects_for
from programs.services.frame import Component
from programs.services.money import Decision, Purpose, Receiver
from programs.services.spending import Entry
from programs.services.supports import Given

SCAN = forms.ClearableFileInput(
    attrs={"class": "form-control", "accept": ".pdf,.png,.jpg,.jpeg"}
)
MOST = 10**15  # đồng in one figure
GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+|[+-]?\d{1,16}", re.ASCII)


class MoneyField(forms.CharField):
    """Whole đồng, dots between thousands: `1.250.000.000`."""

    def __init__(self, *, signed: bool = False, **kwargs: Any) -> None:
        attrs = {"class": "form-control", "inputmode": "numeric"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=24, **kwargs)
        self.signed = signed

    def clean(self, value: Any) -> Any:
        """The amount as a whole number; nothing typed is nothing."""
        text = str(super().clean(value)).replace(" ", "")
        if not text:
            return 0
        if not GROUPED.fullmatch(text):
            raise forms.ValidationError("Hãy ghi số đồng, ví dụ 1.250.000.000.")
        amount = int(text.replace(".", ""))
        if abs(amount) > MOST or (amount < 0 and not self.signed):
            raise forms.ValidationError("Số tiền phải từ 0 và không quá 10^15 đồng.")
        return amount


class OneOfSeveral(forms.Form):
    """A form that shares its page with others: its fields have ids of their own."""

    ids = "id"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.ids}-%s")
        super().__init__(*args, **kwargs)


class DecisionForm(OneOfSeveral):
    """The document by which money is given or changed."""

    number = forms.CharField(label="Số quyết định", max_length=60, widget=TEXT)
    date = forms.DateField(label="Ngày ký", widget=DATE_INPUT)
    signer = forms.CharField(label="Người ký", max_length=120, widget=TEXT)
    title = forms.CharField(label="Trích yếu", max_length=400, widget=TEXT)
    scan = forms.FileField(
        label="Bản quét đã ký (PDF, PNG, JPG)", required=False, widget=SCAN
    )

    def decision(self) -> Decision:
        """The typed document."""
        names = ("number", "date", "signer", "title")
        return Decision(**{name: self.cleaned_data[name] for name in names})


class GiveForm(DecisionForm):
    """Money at the top of one's own area."""

    area = choice("Giao cho", Area.objects.none())
    project = choice("Dự án", Project.objects.none())
    sub_project = choice("Tiểu dự án", SubProject.objects.none(), none="cả dự án")
    year = forms.IntegerField(
        label="Năm",
        min_value=2021,
        max_value=2100,
        widget=forms.NumberInput(attrs={"class": "form-control"}),
    )
    nature = forms.ChoiceField(label="Loại vốn", choices=Nature.choices, widget=SELECT)
    fund = forms.ChoiceField(label="Nguồn vốn", choices=Fund.choices, widget=SELECT)
    foreign = forms.BooleanField(label="Vốn nước ngoài", required=False)
    amount = MoneyField(label="Số tiền giao (đồng)")

    def __init__(self, *args: Any, user: User, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = Area.objects.visible_to(user, Right.MONEY_GIVE).valid_on(today())
        own = areas.filter(grants__user=user).distinct()
        found = [p.pk for area in own for p in projects_for(area, year)]
        projects = Project.objects.filter(pk__in=found)
        parts = SubProject.objects.filter(project__in=projects)
        sets = {"area": own, "project": projects, "sub_project": parts}
        for name, rows in sets.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def purpose(self) -> Purpose:
        """What the money is for."""
        told = self.cleaned_data
        return Purpose(
            told["project"],
            told["sub_project"],
            told["year"],
            Nature(told["nature"]),
            Fund(told["fund"]),
            told["foreign"],
        )

    def receiver(self) -> Receiver:
        """Who gets it."""
        return Receiver(self.cleaned_data["area"])


class ShareMoneyForm(DecisionForm):
    """One amount for each area right below, and for each agency."""

    ids = "phan-bo"

    def __init__(
        self, *args: Any, areas: list[Area], agencies: list[Agency], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.receivers: dict[str, Receiver] = {}
        for area in areas:
            self._add(f"a-{area.public_id}", Receiver(area))
        for agency in agencies:
            self._add(f"c-{agency.public_id}", Receiver(agency.area, agency))

    def _add(self, name: str, receiver: Receiver) -> None:
        self.receivers[name] = receiver
        self.fields[name] = MoneyField(label=f"{receiver.name} (đồng)", required=False)

    def parts(self) -> dict[Receiver, int]:
        """The typed amounts."""
        return {r: self.cleaned_data[name] for name, r in self.receivers.items()}


class ChangeForm(DecisionForm):
    """By how much each part changes, more or less than nothing."""

    ids = "dieu-chinh"

    kind = forms.ChoiceField(
        label="Hình thức",
        choices=DECIDED,
        widget=SELECT,
    )
    reason = forms.CharField(label="Lý do", max_length=300, widget=TEXT)

    def __init__(self, *args: Any, rows: list[Allocation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {f"v-{row.public_id}": row for row in rows}
        for name, row in self.rows.items():
            label = f"{row.agency or row.area.full_name}: tăng, giảm (đồng)"
            self.fields[name] = MoneyField(label=label, signed=True, required=False)

    def deltas(self) -> dict[int, int]:
        """The typed differences by row id."""
        return {row.pk: self.cleaned_data[name] for name, row in self.rows.items()}


class EntryForm(OneOfSeveral):
    """What was done with money on a day."""

    ids = "giai-ngan"

    kind = forms.ChoiceField(label="Nghiệp vụ", choices=EntryKind.choices, widget=SELECT)
    on = forms.DateField(label="Ngày", widget=DATE_INPUT)
    amount = MoneyField(label="Số tiền (đồng)")
    note = forms.CharField(label="Nội dung", max_length=300, widget=TEXT)
    voucher = forms.CharField(
        label="Số chứng từ", max_length=60, required=False, widget=TEXT
    )

    def clean_amount(self) -> int:
        """An entry moves something."""
        amount: int = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(
                "Số tiền phải lớn hơn 0; thu hồi thì chọn hoàn trả."
            )
        return amount

    def entry(self) -> Entry:
        """The typed entry."""
        told = dict(self.cleaned_data)
        return Entry(kind=EntryKind(told.pop("kind")), **told)


class CarryForm(DecisionForm):
    """What is moved to the next year, and by when it must be spent."""

    ids = "chuyen-nam"

    amount = MoneyField(label="Số tiền chuyển sang năm sau (đồng)")
    spend_by = forms.DateField(label="Hạn giải ngân", widget=DATE_INPUT)


class AssignForm(OneOfSeveral):
    """An agency of one's area, and what it is to a project this year."""

    ids = "phan-cong"

    project = choice("Dự án", Project.objects.none())
    sub_project = choice("Tiểu dự án", SubProject.objects.none(), none="cả dự án")
    agency = choice("Cơ quan", Agency.objects.none())
    part = forms.ChoiceField(label="Vai trò", choices=Part.choices, widget=SELECT)
    source = forms.CharField(label="Căn cứ", max_length=200, widget=TEXT)

    def __init__(self, *args: Any, area: Area, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Project.objects.filter(pk__in=[p.pk for p in projects_for(area, year)])
        sets = {
            "project": found,
            "sub_project": SubProject.objects.filter(project__in=found),
            "agency": Agency.objects.filter(area=area).order_by("name"),
        }
        for name, rows in sets.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class ApplyForm(OneOfSeveral):
    """Whether a project applies to one's area, or to one right below, this year."""

    ids = "pham-vi"

    project = choice("Dự án", Project.objects.none())
    area = choice("Địa bàn", Area.objects.none())
    applies = forms.TypedChoiceField(
        label="Phạm vi",
        choices=[("yes", "áp dụng"), ("no", "không áp dụng")],
        coerce=lambda told: told == "yes",
        widget=SELECT,
    )
    source = forms.CharField(label="Căn cứ", max_length=200, widget=TEXT)

    def __init__(self, *args: Any, area: Area, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Project.objects.filter(pk__in=[p.pk for p in projects_for(area, year)])
        below = Area.objects.filter(parent=area).exclude(level="village")
        near = Area.objects.filter(pk=area.pk) | below.valid_on(date(year, 1, 1))
        for name, rows in {"project": found, "area": near.order_by("path")}.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class ComponentForm(OneOfSeveral):
    """A component a province enters in a frame whose list is its own to decide."""

    ids = "ghi"

    code = forms.CharField(label="Mã", max_length=10, widget=TEXT)
    name = forms.CharField(label="Tên dự án, thành phần", max_length=300, widget=TEXT)
    source = forms.CharField(label="Căn cứ", max_length=200, widget=TEXT)

    def component(self) -> Component:
        """The typed component."""
        return Component(**self.cleaned_data)


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

    def given(self, agency: Agency | None) -> Given:
        """The typed support; its amount is the sum of its sources."""
        told = self.cleaned_data
        shares = {fund: told[f"f-{fund}"] for fund in Fund if told[f"f-{fund}"]}
        names = ("policy", "on", "note", "quantity", "unit", "approved_on", "exception")
        return Given(
            **{name: told[name] for name in names},
            amount=sum(shares.values()),
            shares=shares,
            agency=agency,
        )
