"""Assigning agencies, stating where projects apply, entering components."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import Agency
from areas.choices import Level
from areas.models import Area
from core.fields import SELECT, TEXT, choice
from programs.choices import Part
from programs.forms.fields import OneOfSeveral
from programs.models import Project, SubProject
from programs.selectors.frame import projects_for
from programs.services.frame import Component


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
        below = Area.objects.filter(parent=area).exclude(level=Level.VILLAGE)
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
