"""Article to Document: sentences, tokens, parse, dates, and whether a clause says that its act happened."""
