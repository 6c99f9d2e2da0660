"""The demonstration: Ngọc Hồi as its plan states it, with synthetic persons."""

from povertyapp.demonstration.load import load

__all__ = ["load"]
