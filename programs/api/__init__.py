"""Projects and their money for programs."""
