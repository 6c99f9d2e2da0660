"""Giving somebody work about a figure, and answering it."""

from typing import Any

from django import forms

from accounts.models import User
from core.dates import today
from core.fields import SELECT
from reports.forms.period import DATE_INPUT
from reports.services.errands import Asked

LINES = forms.Textarea(attrs={"class": "form-control", "rows": 3})


class ErrandForm(forms.Form):
    """Whom, what, until when; which figure stands in hidden fields."""

    to = forms.ChoiceField(label="Giao cho", widget=SELECT)
    text = forms.CharField(label="Việc cần làm", max_length=500, widget=LINES)
    due_on = forms.DateField(label="Hạn", widget=DATE_INPUT)
    figure = forms.CharField(max_length=300, widget=forms.HiddenInput)
    address = forms.CharField(max_length=500, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.public_id): person for person in people}
        choices = [(key, str(person)) for key, person in self._people.items()]
        self.fields["to"].choices = [("", "– chọn người –"), *choices]  # type: ignore[attr-defined]
        self.fields["due_on"].widget.attrs["min"] = today().isoformat()

    def asked(self) -> Asked:
        """What was typed."""
        told = self.cleaned_data
        return Asked(
            figure=told["figure"],
            address=told["address"],
            text=told["text"],
            due_on=told["due_on"],
            to=self._people[told["to"]],
        )


class AnswerForm(forms.Form):
    """What came of it."""

    answer = forms.CharField(label="Trả lời", max_length=1000, widget=LINES)
