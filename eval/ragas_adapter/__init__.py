"""ragas over our outcomes: its metrics, its data sets, its judge. Only `library.py` imports it."""
