"""What the API of the programmes shows and takes, by topic."""
