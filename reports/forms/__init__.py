"""What pages of reports take."""
