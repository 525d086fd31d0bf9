"""The HTTP routes, one file per family; each parses, calls the backend, converts."""
