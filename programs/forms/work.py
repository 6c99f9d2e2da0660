"""Entering activities, taking them on, recording what they brought and who took part."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from accounts.models import User
from areas.models import Area
from core.dates import last_day_of, today
from core.fields import DATE_INPUT, SELECT, TEXT, choice
from programs.forms.fields import SCAN, DecisionForm, MoneyField, NumberField, OneOfSeveral
from programs.forms.support import SupportForm
from programs.kinds import kinds
from programs.models import Activity, Project, SubProject
from programs.selectors.acting import agency_of, places_of
from programs.selectors.frame import projects_for
from programs.services.stages import StageFacts
from programs.services.work import Delivery, Proposal

CODES = forms.Textarea(attrs={"class": "form-control", "rows": 3})


class ActivityForm(OneOfSeveral):
    """A piece of work of one's area or agency: what, where, when, for how much."""

    ids = "hoat-dong"

    project = choice("Dự án", Project.objects.none())
    sub_project = choice("Tiểu dự án", SubProject.objects.none(), none="cả dự án")
    name = forms.CharField(label="Tên hoạt động", max_length=300, widget=TEXT)
    area = choice("Địa bàn thực hiện", Area.objects.none())
    place = forms.CharField(
        label="Địa điểm cụ thể", max_length=200, required=False, widget=TEXT
    )
    starts_on = forms.DateField(label="Bắt đầu", widget=DATE_INPUT)
    ends_on = forms.DateField(label="Kết thúc", widget=DATE_INPUT)
    cost = MoneyField(label="Kinh phí dự kiến (đồng)", required=False)

    def __init__(self, *args: Any, user: User, year: int, kind: str, **kwargs: Any) -> None:
        first = max(date(year, 1, 1), min(today(), last_day_of(year)))
        kwargs.setdefault("initial", {"starts_on": first, "ends_on": last_day_of(year)})
        super().__init__(*args, **kwargs)
        self.year, self.kind = year, kinds()[kind]
        self.agency = agency_of(user)
        own = places_of(user, self.agency, max(today(), date(year, 1, 1)))
        codes = self.kind.projects
        found = {
            project.pk: project
            for area in own[:1]
            for project in projects_for(area, year)
            if not codes or project.code in codes
        }
        sets = {
            "project": Project.objects.filter(pk__in=found),
            "sub_project": SubProject.objects.filter(project__in=found),
            "area": own,
        }
        for name, rows in sets.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if len(found) == 1:
            self.fields["project"].initial = next(iter(found.values())).public_id
        if own.count() == 1:
            self.fields["area"].initial = own[0].public_id
        for one in self.kind.products:
            label = f"Kế hoạch: {one.name} ({one.unit})"
            self.fields[f"p-{one.key}"] = NumberField(
                label=label, digits=12, places=2, required=False
            )

    def proposal(self) -> Proposal:
        """The typed work."""
        told = self.cleaned_data
        names = ("name", "project", "sub_project", "area", "place", "starts_on", "ends_on")
        return Proposal(
            kind=self.kind.key,
            agency=self.agency,
            year=self.year,
            cost=told["cost"],
            planned={one.key: told[f"p-{one.key}"] for one in self.kind.products},
            **{name: told[name] for name in names},
        )


class KindForm(forms.Form):
    """Which kind of work is entered; the next page asks for what belongs to it."""

    kind = forms.ChoiceField(label="Loại hoạt động", choices=[], widget=SELECT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [
            (k.key, f"{k.name} ({', '.join(k.projects) or 'dự án bất kỳ'})")
            for k in kinds().values()
        ]
        self.fields["kind"].choices = told  # type: ignore[attr-defined]


class StepForm(OneOfSeveral):
    """A step without a decision, with what is worth saying of it."""

    ids = "buoc"

    note = forms.CharField(label="Ghi chú", max_length=300, required=False, widget=TEXT)


class ApproveForm(DecisionForm):
    """The decision that approves an activity."""

    ids = "phe-duyet"


class ChecksForm(OneOfSeveral):
    """What must be there before the work is done, as it was seen."""

    ids = "dieu-kien"

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checks = activity.what.checks
        for check in self.checks:
            self.fields[check.key] = forms.BooleanField(
                label=check.name, required=False, initial=check.key in activity.checks
            )

    def seen(self) -> list[str]:
        """The keys that were ticked."""
        return [check.key for check in self.checks if self.cleaned_data[check.key]]


class StageForm(OneOfSeveral):
    """One stage of a work: planned, reached, for what value."""

    ids = "giai-doan"

    stage = forms.ChoiceField(label="Giai đoạn", choices=[], widget=SELECT)
    planned_on = forms.DateField(
        label="Ngày theo kế hoạch", required=False, widget=DATE_INPUT
    )
    done_on = forms.DateField(label="Ngày thực hiện", required=False, widget=DATE_INPUT)
    value = MoneyField(label="Giá trị (đồng)", required=False)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False, widget=TEXT)
    clear = forms.BooleanField(label="Xóa những gì đã ghi của giai đoạn", required=False)

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one.key, one.name) for one in activity.what.stages]
        self.fields["stage"].choices = named  # type: ignore[attr-defined]

    def facts(self) -> StageFacts:
        """The typed stage; what is left empty stays as it was."""
        told = dict(self.cleaned_data)
        return StageFacts(value=told.pop("value") or None, **told)


class OutputForm(OneOfSeveral):
    """What was delivered by a day, with its photo or minutes."""

    ids = "ket-qua"

    output = forms.ChoiceField(label="Kết quả", choices=[], widget=SELECT)
    on = forms.DateField(label="Ngày", widget=DATE_INPUT)
    quantity = NumberField(
        label="Số lượng (số âm để sửa số đã ghi thừa)", digits=12, places=2, signed=True
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False, widget=TEXT)
    evidence = forms.FileField(
        label="Ảnh, biên bản (PDF, PNG, JPG)", required=False, widget=SCAN
    )

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)
        self.outputs = {row.product: row for row in activity.outputs.all()}
        named = [
            (key, f"{row.what.name} ({row.what.unit})") for key, row in self.outputs.items()
        ]
        self.fields["output"].choices = named  # type: ignore[attr-defined]

    def clean_quantity(self) -> Decimal:
        """Something was delivered, or taken back."""
        found: Decimal = self.cleaned_data["quantity"]
        if found == 0:
            raise forms.ValidationError("Số lượng phải khác 0.")
        return found

    def delivery(self) -> Delivery:
        """The typed result."""
        told = self.cleaned_data
        return Delivery(told["on"], told["quantity"], told["note"])


class TakePartForm(SupportForm):
    """What each household of a list receives by taking part."""

    homes = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    codes = forms.CharField(
        label="Mã hộ khác, mỗi dòng một mã", required=False, max_length=30_000, widget=CODES
    )

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["homes"].choices = [(key, key) for key in offered]  # type: ignore[attr-defined]

    def typed(self) -> list[str]:
        """The typed codes, each once, in their order."""
        lines = self.cleaned_data["codes"].split()
        return list(dict.fromkeys(lines))
