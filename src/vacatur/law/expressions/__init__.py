"""Reading expressions: Python's syntax, our closed vocabulary, nothing executed."""
