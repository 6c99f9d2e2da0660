"""The charts of the dashboard: one file a topic, each with its table and its finding."""
