"""Questions about projects, who leads them and their money."""
