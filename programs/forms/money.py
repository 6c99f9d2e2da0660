"""Giving money, sharing and changing it, what was paid of it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from core.dates import today
from core.fields import DATE_INPUT, SELECT, TEXT, choice
from core.numbers import show_int
from programs.choices import DECIDED, EntryKind, Fund, Nature
from programs.forms.fields import DecisionForm, MoneyField, OneOfSeveral
from programs.models import Activity, Allocation, Project, SubProject
from programs.selectors.frame import projects_for
from programs.selectors.money import paid_for
from programs.services.money import Purpose, Receiver
from programs.services.spending import Entry


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

    def fill(self, amounts: Mapping[str, int]) -> None:
        """Begin with amounts of a draft or of a table, by the names of the fields."""
        for name in self.receivers.keys() & amounts.keys():
            self.fields[name].initial = show_int(amounts[name])

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
    activity = choice("Chi cho hoạt động", Activity.objects.none(), none="không ghi")

    def __init__(self, *args: Any, row: Allocation, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)
        self.fields["activity"].queryset = paid_for(row)  # type: ignore[attr-defined]

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
