"""The ingest and retrieval part of the benchmark: what is found, how fast, and in how much memory."""
