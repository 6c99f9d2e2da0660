"""Entering norms, their criteria, and what areas count."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import capfirst

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import today
from core.fields import SELECT, TEXT, choice
from programs.choices import Basis, Nature
from programs.forms.fields import DecisionForm, NumberField, OneOfSeveral
from programs.models import Criterion, Project
from programs.selectors.frame import projects_for
from programs.services.norms import CriterionFacts, NormFacts

YEARS = (2021, 2100)


def year(label: str) -> forms.IntegerField:
    """A year of a programme."""
    widget = forms.NumberInput(attrs={"class": "form-control"})
    return forms.IntegerField(
        label=label, min_value=YEARS[0], max_value=YEARS[1], widget=widget
    )


class NormForm(DecisionForm):
    """A norm of one's own area, with the resolution that decided it."""

    ids = "dinh-muc"

    area = choice("Địa bàn", Area.objects.none())
    project = choice("Dự án", Project.objects.none())
    nature = forms.ChoiceField(label="Loại vốn", choices=Nature.choices, widget=SELECT)
    year_from = year("Từ năm")
    year_to = year("Đến hết năm")
    counterpart = NumberField(
        label="Tỷ lệ đối ứng (% vốn trung ương; để trống nếu không quy định)",
        digits=5,
        places=2,
        required=False,
    )
    field_order = (
        *("area", "project", "nature", "year_from", "year_to", "counterpart"),
        *("number", "date", "signer", "title", "scan"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"year_from": today().year, "year_to": today().year})
        super().__init__(*args, **kwargs)
        self.fields["number"].label = "Số nghị quyết"
        held = [
            g.area_id
            for g in user.current_grants()
            if user.acts_in(Right.MONEY_GIVE, g.area)
        ]
        areas = Area.objects.filter(pk__in=held).valid_on(today()).order_by("path")
        found = {p.pk for area in areas for p in projects_for(area, today().year)}
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        projects = Project.objects.filter(pk__in=found)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        if areas.count() == 1:
            self.fields["area"].initial = areas[0].public_id

    def norm(self) -> NormFacts:
        """The typed norm."""
        told = self.cleaned_data
        return NormFacts(
            told["project"],
            Nature(told["nature"]),
            told["year_from"],
            told["year_to"],
            told["counterpart"],
        )


class NormEditForm(OneOfSeveral):
    """What of a norm may be mended: until when it holds, and the counterpart."""

    ids = "sua"

    year_to = year("Đến hết năm")
    counterpart = NumberField(
        label="Tỷ lệ đối ứng (% vốn trung ương; để trống nếu không quy định)",
        digits=5,
        places=2,
        required=False,
    )


class CriterionForm(OneOfSeveral):
    """One criterion: what is counted, how many points each unit gives."""

    ids = "tieu-chi"

    name = forms.CharField(label="Tiêu chí", max_length=200, widget=TEXT)
    unit = forms.CharField(label="Đơn vị", max_length=40, widget=TEXT)
    points = NumberField(label="Điểm mỗi đơn vị", digits=9, places=4)
    basis = forms.ChoiceField(
        label="Số liệu lấy từ",
        choices=[(key, capfirst(text)) for key, text in Basis.choices],
        widget=SELECT,
    )

    def clean_points(self) -> Decimal:
        """A criterion gives something."""
        told: Decimal = self.cleaned_data["points"]
        if told == 0:
            raise forms.ValidationError("Điểm mỗi đơn vị phải lớn hơn 0.")
        return told

    def criterion(self) -> CriterionFacts:
        """The typed criterion."""
        told = self.cleaned_data
        return CriterionFacts(
            told["name"], told["unit"], Basis(told["basis"]), told["points"]
        )


class CountForm(OneOfSeveral):
    """What each area below counts by one criterion."""

    ids = "so-lieu"

    source = forms.CharField(label="Nguồn số liệu", max_length=200, widget=TEXT)

    def __init__(
        self, *args: Any, criterion: Criterion, areas: list[Area], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {f"a-{area.public_id}": area for area in areas}
        held = {one.area_id: one for one in criterion.values.all()}
        for name, area in self.areas.items():
            label = f"{area.full_name} ({criterion.unit})"
            self.fields[name] = NumberField(
                label=label, digits=14, places=2, required=False
            )
            if area.pk in held:
                self.fields[name].initial = held[area.pk].value
                self.fields["source"].initial = held[area.pk].source

    def counted(self) -> dict[Area, Decimal | None]:
        """The typed figures; nothing typed is unknown."""
        return {area: self.cleaned_data[name] for name, area in self.areas.items()}
