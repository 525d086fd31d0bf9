"""Trains a spaCy pipeline that finds names; decision 0010 says why none is shipped yet."""
