"""Evaluation runs: a suite of cases, what became of each, and what follows from it."""
