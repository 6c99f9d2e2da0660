"""Households, rounds and their acts as the API shows and takes them."""
