"""Household lists in Excel: taken in, matched, shown, applied, written back."""
