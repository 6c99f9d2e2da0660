"""Codes of households: they restart in each village, within one they tell apart."""

from core.errors import DomainError
from households.models import Household


class CodeInUse(DomainError):
    """Two households of a village do not bear one code."""

    code = "household_code_in_use"
    message = "Mã hộ {code} đang là của hộ {name} cùng thôn; hãy ghi mã khác."


def check_code(household: Household) -> None:
    """Refuse a new household the code of another one of its village.

    Source: law.md §4 (household codes restart per village, so they are not unique).
    """
    others = Household.objects.standing().filter(
        commune_id=household.commune_id,
        village_id=household.village_id,
        code=household.code,
    )
    other = others.first() if household.code else None
    if other is not None:
        raise CodeInUse(code=household.code, name=other.head_name)
