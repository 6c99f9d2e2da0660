"""Fields that several forms of plans share: dates in time, amounts, whole numbers."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from core.fields import TEXT
from targets.services.draft import FIRST_YEAR, LAST_YEAR

AMOUNT: Any = {
    "localize": True,
    "required": False,
    "max_digits": 15,
    "decimal_places": 2,
    "widget": TEXT,
    "error_messages": {
        "invalid": "Hãy ghi một số, ví dụ 1.491 hoặc 2,08.",
        "max_digits": "Số quá dài.",
        "max_whole_digits": "Số quá lớn.",
        "max_decimal_places": "Chỉ ghi đến hai chữ số sau dấu phẩy.",
    },
}
WHOLE: Any = {
    "min_value": 0,
    "max_value": 1_000_000,
    "widget": forms.NumberInput(attrs={"class": "form-control"}),
    "error_messages": {
        "invalid": "Hãy ghi số nguyên, ví dụ 190.",
        "min_value": "Số không được âm.",
        "max_value": "Số quá lớn; tối đa 1.000.000.",
    },
}
FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
IN_TIME = [
    MinValueValidator(FIRST, f"Ngày phải từ năm {FIRST_YEAR} đến năm {LAST_YEAR}."),
    MaxValueValidator(LAST, f"Ngày phải từ năm {FIRST_YEAR} đến năm {LAST_YEAR}."),
]
