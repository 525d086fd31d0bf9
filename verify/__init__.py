"""Judges text, and only that: no HTTP, no store, no generation, the same result every time."""
