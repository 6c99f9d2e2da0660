"""The roof of the house."""
