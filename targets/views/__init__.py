"""Pages of plans and targets."""
