"""Report form 5: deprivations of poor households, in percent of households.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu phân tích thiếu hụt; columns law.md §4, form
5 [S2]: households, then the indicators of the year's standard.
"""

from households.choices import Klass
from reports.kinds import lacks
from reports.kinds.built import Built, Year


def build(asked: Year) -> Built:
    """Rows of form 5 for an area, and their total."""
    return lacks.build(
        asked,
        klass=Klass.POOR,
        percent=True,
    )
