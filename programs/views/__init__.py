"""Pages of projects and their money."""
