"""Uploading a household list."""

from typing import Any

from django import forms

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from core.dates import today
from households.models import CommuneRound
from households.rules import ENTERABLE
from households.rules.tables import FIELDS, Field


class ListForm(forms.Form):
    """Whose list, into which round, and the file."""

    commune = forms.ModelChoiceField(
        label="Xã, phường, thị trấn",
        queryset=Area.objects.none(),
        to_field_name="public_id",
        empty_label=None,
    )
    commune_round = forms.ModelChoiceField(
        label="Ghi kết quả vào đợt rà soát",
        queryset=CommuneRound.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label="Không, chỉ cập nhật danh bạ hộ",
    )
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        allow_empty_file=True,  # refused with the words of all bad files
        error_messages={"required": "Hãy chọn tệp danh sách hộ."},
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        right = Right.HOUSEHOLD_EDIT
        own = Area.objects.visible_to(user, right).valid_on(today())
        communes = own.filter(level=Level.COMMUNE, grants__user=user).distinct()
        rounds = CommuneRound.objects.visible_to(user, right).filter(
            status__in=ENTERABLE, commune__in=communes
        )
        for name, rows in (("commune", communes), ("commune_round", rounds)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows
        first = rounds.order_by("-round__opens_on").first()
        self.initial.setdefault("commune_round", first.public_id if first else None)


def field_choices(indicators: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What a column may be told to mean."""
    known = [(f.value, names[0]) for f, names in FIELDS.items() if f != Field.IGNORED]
    return [("", "(bỏ qua cột này)"), *known, *indicators]
