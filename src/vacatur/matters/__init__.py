"""Casework: a matter for each case whose relief an office seeks, from the decision to its end."""
