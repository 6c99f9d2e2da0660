"""Pure rules of reports: the calendar, the steps, the figures."""
