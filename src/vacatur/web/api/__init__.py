"""The HTTP API: screening, explanation and pages of law, for an office's other programs."""
