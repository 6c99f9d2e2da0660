"""Plans, targets, checks for programs."""
