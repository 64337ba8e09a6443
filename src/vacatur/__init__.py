"""vacatur finds the past convictions that can be relieved, and proves each answer."""

__version__ = "0.1.0"
