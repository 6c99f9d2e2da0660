"""Assigning agencies; giving, changing, sharing and spending programme money."""
