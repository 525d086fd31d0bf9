"""Turns files into documents, documents into chunks, and keeps catalog and index in step with them."""
