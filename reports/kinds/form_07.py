"""Report form 7: deprivations of near-poor households, in percent of households.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu phân tích thiếu hụt; columns law.md §4, form
7 [S2]: households, then the indicators of the year's standard.
"""

from households.choices import Klass
from reports.kinds import lacks
from reports.kinds.built import Built, Year


def build(asked: Year) -> Built:
    """Rows of form 7 for an area, and their total."""
    return lacks.build(
        asked,
        klass=Klass.NEAR_POOR,
        percent=True,
    )
