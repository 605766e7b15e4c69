"""Rows for a person to read."""
