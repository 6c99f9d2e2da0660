"""The registers of the programme.

A register is data over one shape: a list, a form, one row with its lines, a workbook,
one address of the API. A new register is a model and an entry in one of these files.
"""

from programs.registers.funds import FUNDS
from programs.registers.honours import HONOURS
from programs.registers.houses import HOUSES
from programs.registers.oversight import OVERSIGHT
from programs.registers.people import PEOPLE
from programs.registers.shape import Column, Lines, Register, shown, told_of

_ALL = (*OVERSIGHT, *PEOPLE, *HOUSES, *FUNDS, *HONOURS)
REGISTERS: dict[str, Register] = {one.slug: one for one in _ALL}

__all__ = ["REGISTERS", "Column", "Lines", "Register", "shown", "told_of"]
