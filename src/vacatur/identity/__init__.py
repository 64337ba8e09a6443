"""Which cases are one person's: linking, and what it says of each person."""
