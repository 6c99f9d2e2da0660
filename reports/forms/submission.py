"""Writing, signing, returning a unit's report; asking for one; setting its day."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.text import capfirst

from core.dates import today
from core.fields import SELECT, TEXT
from reports.choices import Section, Sender
from reports.forms.period import DATE_INPUT
from reports.models import ReportRegime
from reports.rules.calendar import DueRule
from reports.services.calendar import DueFacts, RequestFacts
from reports.services.submitting import Signed

LONG = forms.Textarea(attrs={"class": "form-control", "rows": 5})
NUMBER = forms.NumberInput(attrs={"class": "form-control"})
MOST_LETTERS = 20_000


class SectionsForm(forms.Form):
    """The words of a report, part by part."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in Section:
            self.fields[section.value] = forms.CharField(
                label=section.label, max_length=MOST_LETTERS, required=False, widget=LONG
            )


class StepForm(forms.Form):
    """A reason or a note beside a step."""

    note = forms.CharField(
        label="Ghi chú (giải trình khi số liệu chưa khớp)",
        max_length=300,
        required=False,
        widget=TEXT,
    )


class SignForm(StepForm):
    """What stands on the signed paper."""

    number = forms.CharField(label="Số, ký hiệu", max_length=60, widget=TEXT)
    date = forms.DateField(label="Ngày ký", widget=DATE_INPUT)
    signer = forms.CharField(label="Người ký", max_length=120, widget=TEXT)
    scan = forms.FileField(
        label="Bản quét đã ký (PDF, PNG, JPG; không bắt buộc)",
        required=False,
        widget=forms.ClearableFileInput(attrs={"class": "form-control"}),
    )
    field_order = ("number", "date", "signer", "scan", "note")

    def signed(self) -> Signed:
        """What was typed."""
        told = self.cleaned_data
        return Signed(told["number"], told["date"], told["signer"], told["scan"])


class DueForm(forms.Form):
    """An earlier day for the units of one's area."""

    sender = forms.ChoiceField(label="Đơn vị gửi", widget=SELECT)
    working_days = forms.IntegerField(
        label="Số ngày làm việc sau kỳ số liệu",
        min_value=0,
        max_value=99,
        required=False,
        widget=NUMBER,
    )
    day = forms.IntegerField(
        label="hoặc ngày (1–31)", min_value=1, max_value=31, required=False, widget=NUMBER
    )
    months = forms.IntegerField(
        label="của tháng (0: tháng cuối kỳ, −1: tháng trước đó, 1: tháng sau)",
        min_value=-12,
        max_value=12,
        required=False,
        widget=NUMBER,
    )
    basis = forms.CharField(label="Căn cứ", max_length=200, widget=TEXT)

    def __init__(self, *args: Any, regime: ReportRegime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        senders = [(s.value, s.label) for s in Sender if s in regime.senders]
        self.fields["sender"].choices = senders  # type: ignore[attr-defined]

    def clean(self) -> None:
        """One rule, whole."""
        super().clean()
        told = self.cleaned_data
        by_day = told.get("day") is not None and told.get("months") is not None
        after = told.get("working_days") is not None
        if by_day == after:
            self.add_error(
                None,
                "Ghi số ngày làm việc sau kỳ số liệu, hoặc ngày và tháng; không cả hai.",
            )

    def facts(self) -> DueFacts:
        """The typed day."""
        told = self.cleaned_data
        if told["working_days"] is not None:
            rule = DueRule(working_days=told["working_days"])
        else:
            rule = DueRule(told["months"], told["day"])
        return DueFacts(Sender(told["sender"]), rule, told["basis"])


class RequestForm(forms.Form):
    """A one-off request: what, of whom, which days, by when."""

    name = forms.CharField(label="Tên báo cáo", max_length=200, widget=TEXT)
    senders = forms.MultipleChoiceField(
        label="Đơn vị phải báo cáo", widget=forms.CheckboxSelectMultiple
    )
    first = forms.DateField(label="Số liệu từ ngày", widget=DATE_INPUT)
    last = forms.DateField(label="Đến hết ngày", widget=DATE_INPUT)
    due_on = forms.DateField(label="Hạn gửi", widget=DATE_INPUT)
    basis = forms.CharField(label="Căn cứ (văn bản yêu cầu)", max_length=300, widget=TEXT)
    columns = forms.CharField(
        label="Các cột của biểu, mỗi dòng một cột",
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 6}),
        help_text=(
            "Ví dụ: “Số hộ bị thiệt hại | hộ” là cột số, được cộng; “Ghi chú” là cột chữ. "
            "Để trống: báo cáo kết quả thực hiện trong những ngày trên (giữa kỳ, cuối kỳ)."
        ),
    )

    def __init__(self, *args: Any, senders: Sequence[Sender], **kwargs: Any) -> None:
        day = today()
        usual = {
            "first": day.replace(month=1, day=1),
            "last": day,
            "due_on": day + timedelta(days=7),
        }
        kwargs.setdefault("initial", usual)
        super().__init__(*args, **kwargs)
        choices = [(s.value, capfirst(s.label)) for s in senders]
        self.fields["senders"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Days in order; a report is asked for a day to come."""
        super().clean()
        told = self.cleaned_data
        first, last, due = (told.get(name) for name in ("first", "last", "due_on"))
        if first and last and last < first:
            self.add_error("last", "Ngày cuối không được trước ngày đầu.")
        if due and due < today():
            self.add_error("due_on", "Hạn gửi đã qua; hãy chọn một ngày từ hôm nay.")

    def facts(self) -> RequestFacts:
        """The typed request."""
        told = self.cleaned_data
        return RequestFacts(
            name=told["name"],
            senders=tuple(Sender(s) for s in told["senders"]),
            first=told["first"],
            last=told["last"],
            due_on=told["due_on"],
            basis=told["basis"],
            columns=tuple(_column(line) for line in _lines(told["columns"])),
        )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _column(line: str) -> dict[str, Any]:
    """“Số hộ | hộ” is a number that adds up; “Tỷ lệ | %” one that does not."""
    name, bar, unit = (part.strip() for part in line.partition("|"))
    return {
        "name": name[:120],
        "unit": unit[:30],
        "number": bool(bar),
        "adds": bool(bar) and unit != "%",
    }


class AnswerForm(forms.Form):
    """Rows of a one-off table, one cell a field."""

    def __init__(
        self, *args: Any, columns: Sequence[dict[str, Any]], rows: int, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self.rows = columns, rows
        for row in range(rows):
            for number, column in enumerate(columns):
                label = f"Dòng {row + 1}, {column['name']}"
                self.fields[f"{row}-{number}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=500,
                    widget=forms.TextInput(
                        attrs={"class": "form-control", "aria-label": label}
                    ),
                )

    def lines(self) -> list[dict[str, Any]]:
        """The typed rows, by column number."""
        return [
            {str(n): self.cleaned_data[f"{row}-{n}"] for n in range(len(self.columns))}
            for row in range(self.rows)
        ]

    def table(self) -> list[list[Any]]:
        """The fields as rows of the page."""
        return [
            [self[f"{row}-{n}"] for n in range(len(self.columns))]
            for row in range(self.rows)
        ]


class VerifyForm(forms.Form):
    """A file whose report is sought by its hash."""

    file = forms.FileField(
        label="Tệp báo cáo (Excel, Word, PDF)",
        widget=forms.ClearableFileInput(attrs={"class": "form-control"}),
    )
