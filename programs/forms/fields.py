"""Fields and forms that the other forms are made of."""

import re
from decimal import Decimal
from typing import Any

from django import forms

from core.fields import DATE_INPUT, TEXT
from core.numbers import parse_decimal, show_plain
from programs.rules.money import MOST_MONEY
from programs.services.money import Decision

SCAN = forms.ClearableFileInput(
    attrs={"class": "form-control", "accept": ".pdf,.png,.jpg,.jpeg"}
)
THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+", re.ASCII)
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
        if abs(amount) > MOST_MONEY or (amount < 0 and not self.signed):
            raise forms.ValidationError("Số tiền phải từ 0 và không quá 10^15 đồng.")
        return amount


class NumberField(forms.CharField):
    """A number with decimals as people write them: `1.234,5`, `0,125`, `0.125`.

    Dots before groups of three digits are thousands, as everywhere people read; after a
    lone zero a dot is the decimal mark.
    """

    def __init__(
        self, *, digits: int, places: int, signed: bool = False, **kwargs: Any
    ) -> None:
        attrs = {"class": "form-control", "inputmode": "decimal"}
        super().__init__(widget=forms.TextInput(attrs=attrs), max_length=27, **kwargs)
        self.digits, self.places, self.signed = digits, places, signed

    def prepare_value(self, value: Any) -> Any:
        """A stored number with its comma; what was typed as it was."""
        return show_plain(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        """The number; nothing typed is unknown."""
        text = str(super().clean(value)).strip()
        if not text:
            return None
        if THOUSANDS.fullmatch(text):
            text = text.replace(".", "")
        try:
            found = parse_decimal(text)
        except ValueError:
            raise forms.ValidationError("Hãy ghi một số, ví dụ 1.234,5.") from None
        if found < 0 and not self.signed:
            raise forms.ValidationError("Số phải từ 0 trở lên.")
        if abs(found) >= Decimal(10) ** (self.digits - self.places):
            raise forms.ValidationError("Số quá lớn.")
        if found != round(found, self.places):
            raise forms.ValidationError(f"Chỉ ghi đến {self.places} chữ số lẻ.")
        return round(found, self.places)


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


class WorkbookForm(forms.Form):
    """A list as a workbook."""

    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        allow_empty_file=True,  # refused with the words of all bad files
        error_messages={"required": "Hãy chọn tệp Excel cần gửi."},
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx"}),
    )
