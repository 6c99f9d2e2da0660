"""Report form 13: multidimensional summary of near-poor households.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu tổng hợp hộ cận nghèo đa chiều; columns law.md §4, form
13 [S2]: all households (Kinh, DTTS, of which native), persons; near-poor households likewise,
merit, no capacity, female head; persons; rates.
"""

from households.choices import Klass
from reports.kinds import summary
from reports.kinds.built import Built, Year


def build(asked: Year) -> Built:
    """Rows of form 13 for an area, and their total."""
    return summary.build(asked, klass=Klass.NEAR_POOR)
