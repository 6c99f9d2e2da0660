"""Which days a figure speaks of."""

from datetime import date

from django import forms

from core.dates import last_day_of, today

DATE_INPUT = forms.DateInput(
    attrs={"type": "date", "class": "form-control form-control--short"}, format="%Y-%m-%d"
)


class PeriodForm(forms.Form):
    """Two days; what happened after the first until the end of the last is shown."""

    first = forms.DateField(label="Từ cuối ngày", widget=DATE_INPUT)
    last = forms.DateField(label="Đến hết ngày", widget=DATE_INPUT)

    def clean(self) -> None:
        """The last day is not before the first."""
        super().clean()
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and last < first:
            self.add_error("last", "Ngày cuối không được trước ngày đầu.")

    def days(self) -> tuple[date, date]:
        """The asked days, or the year so far."""
        if self.is_bound and self.is_valid():
            return self.cleaned_data["first"], self.cleaned_data["last"]
        usual = last_day_of(today().year - 1), today()
        self.initial = dict(zip(("first", "last"), usual, strict=True))
        return usual
