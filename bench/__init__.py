"""Measurements: ratios against a named alternative, in one run on one machine."""
