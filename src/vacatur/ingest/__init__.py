"""Adapters: from a source's own files to the record tables; nothing dropped, nothing guessed."""
