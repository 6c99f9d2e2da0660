"""One report, one file: its row class, its rows, its form."""
