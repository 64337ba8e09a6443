"""Designs that ask whether a policy changed anything, and that can refuse to say so."""
