"""What officers do with reports: ask for them, write them, send them, set their days."""
