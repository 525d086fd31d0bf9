"""Embeds text, keeps the catalog and the indexes, and finds chunks: the lowest room."""
