"""Commands of the command line, by what they work on; `dragoman.cli` puts them together."""
