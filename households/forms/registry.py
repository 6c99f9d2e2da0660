"""Persons, households and what happens to them, as officers type it."""

from typing import Any

from django import forms

from areas.models import Area
from core.dates import today
from core.errors import DomainError
from core.fields import DATE_INPUT, SELECT, TEXT, choice
from households.choices import EventKind, Relation
from households.forms.rounds import WORDS
from households.models import Household, HouseholdEvent, Member, Person
from households.rules.identity import read_cccd
from households.services import events
from households.services.registry import MemberFacts, open_members

CHECK = forms.CheckboxInput(attrs={"class": "form-check-input"})
UNKNOWN = [("", "Chưa rõ"), ("yes", "Có"), ("no", "Không")]
PERSON_FIELDS = (
    "insured studying education work malnourished disabled monthly_allowance merit "
    "job_need training_need"
).split()


def yes_no(label: str) -> forms.TypedChoiceField:
    """Yes, no, or not known."""
    return forms.TypedChoiceField(
        label=label,
        choices=UNKNOWN,
        required=False,
        coerce=lambda value: {"yes": True, "no": False}[value],
        empty_value=None,
        widget=SELECT,
    )


class PersonForm(forms.ModelForm[Person]):
    """One member in full: identity, schooling, work, health, needs."""

    relation = forms.ChoiceField(
        label="Quan hệ với chủ hộ", choices=Relation.choices, widget=SELECT
    )
    cccd = forms.CharField(
        label="Số CCCD",
        required=False,
        max_length=20,
        help_text="12 chữ số; được mã hóa, danh sách chỉ hiện ba số cuối.",
        widget=forms.TextInput(
            attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}
        ),
    )
    insured = yes_no("Có bảo hiểm y tế")
    studying = yes_no("Đang đi học")
    malnourished = yes_no("Trẻ suy dinh dưỡng (thấp còi, nhẹ cân)")

    class Meta:
        model = Person
        fields = (
            *("full_name", "sex", "birth_date", "birth_year", "ethnic_group"),
            *PERSON_FIELDS,
        )
        widgets = {
            "full_name": TEXT,
            "sex": SELECT,
            "birth_date": DATE_INPUT,
            "birth_year": forms.TextInput(
                attrs={"class": "form-control number", "inputmode": "numeric"}
            ),
            "ethnic_group": TEXT,
            "education": SELECT,
            "work": SELECT,
            "job_need": TEXT,
            "training_need": TEXT,
        }
        help_texts = {"birth_year": "Bỏ trống nếu đã ghi đủ ngày sinh."}

    field_order = (
        "full_name relation sex birth_date birth_year ethnic_group cccd "
        + " ".join(PERSON_FIELDS)
    ).split()

    def clean_cccd(self) -> str:
        """Twelve digits, or nothing."""
        text: str = self.cleaned_data["cccd"].strip()
        if not text:
            return ""
        try:
            return read_cccd(text).number
        except DomainError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """A birth that has been, and agrees with its own year."""
        data = super().clean() or {}
        day, year = data.get("birth_date"), data.get("birth_year")
        if day is None and year is None and not self.errors:
            self.add_error("birth_year", "Hãy ghi ngày sinh hoặc năm sinh.")
        if day is not None and day > today():
            self.add_error("birth_date", "Ngày sinh ở sau hôm nay.")
        elif day is not None and year is not None and day.year != year:
            self.add_error("birth_year", "Năm sinh khác năm của ngày sinh.")
        elif year is not None and year > today().year:
            self.add_error("birth_year", "Năm sinh ở sau năm nay.")
        return data

    def line(self) -> MemberFacts:
        """The typed person."""
        data = self.cleaned_data
        return MemberFacts(
            full_name=data["full_name"],
            relation=data["relation"],
            sex=data["sex"],
            ethnic_group=data["ethnic_group"],
            birth_year=data["birth_year"],
            birth_date=data["birth_date"],
            more={name: data[name] for name in PERSON_FIELDS} | {"cccd": data["cccd"]},
        )


def person_initial(member: Member) -> dict[str, Any]:
    """What a member's form shows beside the model's own fields."""
    words = {True: "yes", False: "no", None: ""}
    person = member.person
    return {
        "relation": member.relation,
        "cccd": person.cccd,
        **{n: words[getattr(person, n)] for n in ("insured", "studying", "malnourished")},
    }


class HouseholdForm(forms.Form):
    """A household to register, with its head; further members join afterwards."""

    place = choice("Thôn, tổ dân phố", Area.objects.none())
    code = forms.CharField(label="Mã hộ", max_length=30, widget=TEXT)

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]


class DwellingForm(forms.ModelForm[Household]):
    """Address, dwelling and group of a household."""

    class Meta:
        model = Household
        fields = ("address", "area_m2", "native_minority")
        widgets = {"address": TEXT, "area_m2": TEXT, "native_minority": CHECK}


class EventForm(forms.Form):
    """What every event has: the version it was typed on, and its day."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.DateField(label="Ngày", widget=DATE_INPUT)

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.household = household
        members = [(m.public_id, str(m)) for m in open_members(household)]
        for name in ("member", "new_head", "head"):
            if name in self.fields:
                blank = [] if self.fields[name].required else [("", "Không đổi")]
                self.fields[name].choices = [*blank, *members]  # type: ignore[attr-defined]
        if "members" in self.fields:
            self.fields["members"].choices = members  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Day and version, as services take them."""
        return {"day": self.cleaned_data["day"], "version": self.cleaned_data["version"]}

    def record(self, by: Any) -> HouseholdEvent:
        """Do it."""
        raise NotImplementedError


class LeaveForm(EventForm):
    """Somebody died or left."""

    died = False
    member = forms.ChoiceField(label="Ai", widget=SELECT)
    new_head = forms.ChoiceField(
        label="Chủ hộ mới (nếu chủ hộ không còn)", required=False, widget=SELECT
    )

    def record(self, by: Any) -> HouseholdEvent:
        """End the membership."""
        data = self.cleaned_data
        return events.remove_person(
            self.household,
            data["member"],
            died=self.died,
            new_head=data["new_head"] or None,
            by=by,
            **self.facts(),
        )


class DeathForm(LeaveForm):
    """Somebody died."""

    died = True


class HeadForm(EventForm):
    """Another member leads."""

    member = forms.ChoiceField(label="Chủ hộ mới", widget=SELECT)

    def record(self, by: Any) -> HouseholdEvent:
        """Change the head."""
        member = self.cleaned_data["member"]
        return events.change_head(self.household, member, by=by, **self.facts())


class SplitForm(EventForm):
    """Some members become a household of their own."""

    members = forms.MultipleChoiceField(
        label="Ai tách ra", widget=forms.CheckboxSelectMultiple
    )
    head = forms.ChoiceField(label="Chủ hộ của hộ mới", widget=SELECT)
    new_head = forms.ChoiceField(
        label="Chủ hộ của hộ cũ (nếu chủ hộ tách ra)", required=False, widget=SELECT
    )
    code = forms.CharField(label="Mã hộ mới", max_length=30, widget=TEXT)

    def record(self, by: Any) -> HouseholdEvent:
        """Split."""
        data = self.cleaned_data
        return events.split(
            self.household,
            data["members"],
            head=data["head"],
            new_head=data["new_head"] or None,
            code=data["code"],
            by=by,
            **self.facts(),
        )

    def clean(self) -> dict[str, Any]:
        """Who leads the new household goes along."""
        data = super().clean() or {}
        if data.get("members") and data.get("head") not in data["members"]:
            self.add_error("head", "Chủ hộ mới phải là một trong những người tách ra.")
        return data


class MergeForm(EventForm):
    """All members join another household of the commune."""

    into = forms.CharField(label="Nhập vào hộ có mã", max_length=30, widget=TEXT)

    def clean_into(self) -> Household:
        """A standing household of the same commune."""
        homes = Household.objects.standing().filter(commune=self.household.commune)
        found = homes.filter(code=self.cleaned_data["into"].strip())
        if len(found) != 1:
            raise forms.ValidationError("Xã không có đúng một hộ mang mã này.")
        home: Household = found[0]
        return home

    def record(self, by: Any) -> HouseholdEvent:
        """Merge."""
        into = self.cleaned_data["into"]
        return events.merge(self.household, into, by=by, **self.facts())


class DissolveForm(EventForm):
    """The household is struck off."""

    note = forms.CharField(label="Lý do", max_length=300, widget=WORDS)

    def record(self, by: Any) -> HouseholdEvent:
        """Strike off."""
        note = self.cleaned_data["note"]
        return events.dissolve(self.household, note=note, by=by, **self.facts())


EVENT_FORMS: dict[EventKind, type[EventForm]] = {
    EventKind.DIED: DeathForm,
    EventKind.LEFT: LeaveForm,
    EventKind.HEAD_CHANGED: HeadForm,
    EventKind.SPLIT: SplitForm,
    EventKind.MERGED: MergeForm,
    EventKind.DISSOLVED: DissolveForm,
}
LEADS: dict[EventKind, str] = {
    EventKind.BORN: "Thêm trẻ mới sinh vào hộ.",
    EventKind.JOINED: "Thêm một người đến ở cùng hộ.",
    EventKind.DIED: "Người mất không còn là thành viên từ ngày này; hộ một người thì thôi là hộ.",
    EventKind.LEFT: "Người rời hộ không còn là thành viên từ ngày này.",
    EventKind.HEAD_CHANGED: "Chủ hộ cũ vẫn là thành viên của hộ.",
    EventKind.SPLIT: "Những người được chọn thành một hộ mới ở cùng thôn; hộ mới chưa có diện.",
    EventKind.MERGED: "Mọi thành viên sang hộ kia; hộ này thôi là hộ, diện của nó kết thúc.",
    EventKind.DISSOLVED: "Hộ thôi là hộ từ ngày này; diện đã công nhận kết thúc cùng ngày.",
}
