"""Forms of the programme pages, by topic."""
