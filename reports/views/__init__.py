"""Pages of reports, figures, and of what waits for a person."""
