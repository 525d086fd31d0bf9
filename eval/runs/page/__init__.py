"""A run of a suite as one page that needs no network."""
