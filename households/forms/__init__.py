"""Shapes of what people type, by noun."""
