"""Writes: one officer action, one transaction."""
