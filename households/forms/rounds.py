"""Opening a round; meetings, postings, objections, opinions, decisions."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.fields import DATE_INPUT, TEXT
from households.standards import procedure_on, standards

WORDS = forms.Textarea(attrs={"class": "form-control", "rows": 2})
NUMBER = forms.TextInput(attrs={"class": "form-control number", "inputmode": "numeric"})
YEAR_ERRORS = {
    "invalid": "Năm phải là một số, ví dụ 2024.",
    "min_value": "Năm phải từ 2016 đến 2100.",
    "max_value": "Năm phải từ 2016 đến 2100.",
}


class DecisionForm(forms.Form):
    """Number, date, signer and scan of a leader's decision."""

    number = forms.CharField(
        label="Số quyết định",
        max_length=60,
        widget=forms.TextInput(attrs={"class": "form-control", "placeholder": "…/QĐ-UBND"}),
    )
    date = forms.DateField(label="Ngày ký", widget=DATE_INPUT)
    signer = forms.CharField(
        label="Người ký",
        max_length=120,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    scan = forms.FileField(
        label="Bản quét đã ký (PDF, PNG, JPG)",
        error_messages={"required": "Hãy đính kèm bản quét văn bản đã ký."},
        widget=forms.ClearableFileInput(attrs={"class": "form-control"}),
    )


def _period(day: date) -> dict[str, Any]:
    """Year and days of the periodic round as the procedure in force has them."""
    found = procedure_on(day)
    if found.opens is None or found.closes is None:
        return {"year": day.year}
    first, last = date(day.year, *found.opens), date(day.year, *found.closes)
    return {"year": day.year, "opens_on": first, "closes_on": last}


class RoundForm(forms.Form):
    """A periodic round of a year."""

    area = forms.ModelChoiceField(
        label="Địa bàn",
        queryset=Area.objects.none(),
        to_field_name="public_id",
        empty_label=None,
    )
    year = forms.IntegerField(
        label="Năm",
        min_value=2016,
        max_value=2100,
        error_messages=YEAR_ERRORS,
    )
    opens_on = forms.DateField(label="Từ ngày", widget=DATE_INPUT)
    closes_on = forms.DateField(label="Đến hết ngày", widget=DATE_INPUT)
    coming_standard = forms.ChoiceField(
        label="Phân loại thêm theo chuẩn sắp áp dụng",
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        help_text="Chỉ để tham khảo, không ảnh hưởng diện hiện nay.",
    )

    def __init__(self, *args: Any, user: User, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**_period(today()), **self.initial}
        coming = self.fields["coming_standard"]
        if isinstance(coming, forms.ChoiceField):
            later = (s for s in standards().values() if s.first_day > today())
            coming.choices = [("", "Không"), *((s.code, s.name) for s in later)]
        field = self.fields["area"]
        if isinstance(field, forms.ModelChoiceField):
            areas = Area.objects.visible_to(user, right).valid_on(today())
            field.queryset = areas.filter(
                level__in=[Level.PROVINCE, Level.DISTRICT], grants__user=user
            ).distinct()


def whole_number(label: str) -> forms.IntegerField:
    """A count of persons, from 1."""
    message = f"{label} phải là số nguyên từ 0 trở lên."
    return forms.IntegerField(
        label=label,
        min_value=0,
        widget=NUMBER,
        error_messages={"invalid": message, "min_value": message},
    )


class MeetingForm(forms.Form):
    """What the minutes of a village's meeting say."""

    held_on = forms.DateField(label="Ngày họp", widget=DATE_INPUT)
    chair = forms.CharField(label="Chủ trì (trưởng thôn)", max_length=120, widget=TEXT)
    secretary = forms.CharField(label="Thư ký", max_length=120, required=False, widget=TEXT)
    present = whole_number("Số người dự họp (người)")
    agreeing = whole_number("Số người đồng ý (người)")
    note = forms.CharField(
        label="Ý kiến tại cuộc họp", max_length=600, required=False, widget=WORDS
    )


class PostingForm(forms.Form):
    """Since when and where the list hangs."""

    posted_on = forms.DateField(label="Niêm yết từ ngày", widget=DATE_INPUT)
    places = forms.CharField(
        label="Nơi niêm yết",
        max_length=300,
        initial="Nhà sinh hoạt cộng đồng các thôn và trụ sở UBND xã",
        widget=TEXT,
    )


class ObjectionForm(forms.Form):
    """Who disagrees, since when, with what."""

    by_name = forms.CharField(label="Người có ý kiến", max_length=120, widget=TEXT)
    received_on = forms.DateField(label="Ngày nhận", widget=DATE_INPUT)
    content = forms.CharField(label="Nội dung ý kiến", max_length=600, widget=WORDS)


class AnswerForm(forms.Form):
    """What the re-check found."""

    answer = forms.CharField(label="Kết quả phúc tra", max_length=600, widget=WORDS)


class LetterForm(DecisionForm):
    """The superior's letter: number, date, signer, scan, and what it says."""

    note = forms.CharField(label="Ý kiến", max_length=600, required=False, widget=WORDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].label = "Số công văn"
        self.fields["scan"].required = False


class RecheckForm(forms.Form):
    """What the superior found when looking at one household again."""

    agrees = forms.TypedChoiceField(
        label="Kết quả của xã",
        choices=[("yes", "Đúng"), ("no", "Chưa đúng")],
        coerce=lambda value: value == "yes",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    finding = forms.CharField(
        label="Nhận xét", max_length=600, required=False, widget=WORDS
    )

    def clean(self) -> dict[str, Any]:
        """A disagreement is explained."""
        data = super().clean() or {}
        if data.get("agrees") is False and not data.get("finding"):
            self.add_error("finding", "Hãy ghi rõ điểm chưa đúng khi phúc tra.")
        return data
