"""Plans, targets and their progress as the API shows and takes them."""
