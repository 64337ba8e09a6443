"""Diversion: what a person agreed to do, what was done of it, and how it ended.

Pure: nothing here reads a clock, a file or a database. Every day is stated by somebody.
"""
