"""Importing this loads all that reading needs: done once, in the process that the workers are forked from."""

from dragoman.pipeline import read_text

# What is loaded when it is first asked for, as the gazetteer is, is loaded now and shared by all workers.
read_text("The foreign ministers of Egypt and Turkey met in Cairo on Monday.", published="2024-02-14")
