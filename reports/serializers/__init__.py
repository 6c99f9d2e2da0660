"""Reports and their calendar as the API shows and takes them."""
