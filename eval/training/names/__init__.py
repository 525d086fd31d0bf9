"""Trains a spaCy pipeline that finds names; decision 0013 says what it is for."""
