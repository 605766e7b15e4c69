"""Scores: one module a set, `python -m evaluation` for all of them against the committed floors."""
