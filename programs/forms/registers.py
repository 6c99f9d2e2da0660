"""Forms of registers, made from what each register asks for; pages and API use the same."""

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst

from accounts.models import User
from core.dates import today
from core.fields import DATE_INPUT, SELECT, TEXT, choice
from programs.forms.fields import MoneyField, OneOfSeveral
from programs.models import Support
from programs.models.register import KeptRow
from programs.registers import Lines, Register
from programs.selectors.registers import choices_for
from programs.selectors.support import homes_for, office_of

LONG = 400  # from here a text is typed in several lines
AREA = forms.Textarea(attrs={"class": "form-control", "rows": 3})
NUMBER = forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"})


def _field(db: "models.Field[Any, Any]", *, signed: bool) -> forms.Field:
    """The form's field for one of the model's, as every form shows such a thing."""
    label, required = capfirst(db.verbose_name), not db.blank
    if isinstance(db, models.DateField):
        return forms.DateField(label=label, required=required, widget=DATE_INPUT)
    if isinstance(db, models.BooleanField):
        return forms.BooleanField(label=label, required=False)
    if isinstance(db, models.BigIntegerField):
        asked = required and not db.has_default()
        return MoneyField(label=label, required=asked, signed=signed)
    if isinstance(db, models.PositiveIntegerField):
        return forms.IntegerField(label=label, min_value=0, widget=NUMBER)
    if db.choices:
        options = [(str(key), capfirst(str(text))) for key, text in db.choices]
        return forms.ChoiceField(label=label, choices=options, widget=SELECT)
    most = db.max_length or 0
    widget = AREA if most >= LONG else TEXT
    return forms.CharField(label=label, max_length=most, required=required, widget=widget)


class KeptForm(OneOfSeveral):
    """What a register asks of a row, or of a line below one (`row` given)."""

    ids = "so"

    def __init__(
        self, *args: Any, user: User, register: Register, row: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.register, self.row = user, register, row
        model, names = self.asked()
        for name in names:
            self.fields[name] = self._made(model, name)

    def asked(self) -> tuple[type[models.Model], tuple[str, ...]]:
        """Of which model the form asks which fields."""
        return self.register.model, self.register.fields

    def signed(self) -> tuple[str, ...]:
        """The amounts that may be less than nothing; a row has none."""
        return ()

    def _made(self, model: type[models.Model], name: str) -> forms.Field:
        db: Any = model._meta.get_field(name)
        if name == "household":
            label = "Mã hộ" if db.blank is False else "Mã hộ hoàn trả (nếu là hộ)"
            return forms.CharField(
                label=label, max_length=40, required=not db.blank, widget=TEXT
            )
        if not db.is_relation:
            return _field(db, signed=name in self.signed())
        rows = choices_for(name, self.user, self.register, self.row)
        none = "không ghi" if db.null else None
        label = capfirst(db.verbose_name)
        made: forms.Field = choice(label, rows, none=none)
        if not db.null and rows.count() == 1:
            made.initial = rows[0].public_id
        return made

    def clean_household(self) -> Any:
        """The household of a typed code, among those one may support."""
        code = self.cleaned_data["household"].strip()
        if not code:
            return None
        own = getattr(self.row, "household", None)
        if own is not None and own.code == code:
            return own  # also one that ended or moved: the row is about it
        homes = homes_for(self.user).filter(code=code).select_related("commune")
        found = list(homes[:2])
        if len(found) == 1 and (office_of(self.user) is None or self._knows(found[0])):
            return found[0]
        raise forms.ValidationError(
            "Có nhiều hộ mang mã này trong địa bàn; hãy dùng mã của một hộ."
            if len(found) > 1
            else "Không có hộ nào trong địa bàn của bạn mang mã này."
        )

    def _knows(self, household: Any) -> bool:
        """A department keeps no household records: it names households it supports."""
        office = office_of(self.user)
        return Support.objects.filter(household=household, agency=office).exists()

    def facts(self) -> dict[str, Any]:
        """The typed values by the model's fields."""
        return {name: self.cleaned_data[name] for name in self.asked()[1]}


class LineForm(KeptForm):
    """What happened to a row on a day."""

    ids = "dong"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today()})
        super().__init__(*args, **kwargs)

    def asked(self) -> tuple[type[models.Model], tuple[str, ...]]:
        """The line's fields."""
        return self._lines().model, self._lines().fields

    def signed(self) -> tuple[str, ...]:
        """The line's amounts that may be less than nothing."""
        return self._lines().signed

    def _lines(self) -> Lines:
        lines = self.register.lines
        assert lines is not None  # noqa: S101 - asked of registers with lines only
        return lines


def initial_of(register: Register, row: KeptRow) -> dict[str, Any]:
    """A row as its form first shows it."""
    found: dict[str, Any] = {}
    for name in register.fields:
        value = getattr(row, name)
        if name == "household":
            value = value.code if value is not None else ""
        elif isinstance(value, models.Model):
            value = value.public_id  # type: ignore[attr-defined]
        found[name] = value
    return found
