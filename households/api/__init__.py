"""The API of households, by topic; the same services and scope as the pages."""
