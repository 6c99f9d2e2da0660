"""Questions about reports, and about what waits for a person."""
