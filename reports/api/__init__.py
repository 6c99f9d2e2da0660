"""Reports, the calendar and figures as programs read and write them."""
