"""`python -m vacatur`."""

from vacatur.cli import main

main()
