"""Reads data sets of many shapes into cases, and the documents they are asked over."""
