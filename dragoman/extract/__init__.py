"""Document to rows: mentions, actors, events, statements and what was agreed."""
