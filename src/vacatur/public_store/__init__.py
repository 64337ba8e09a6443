"""The public store: letters that open with the code that was mailed, and with nothing else."""
