"""Lists of supports in Excel: read, looked at, applied."""
