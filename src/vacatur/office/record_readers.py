"""Readers of one person's record, by kind of file."""
