"""One person's record as a court's page or a rap sheet prints it: labels, and what stands by them.

No real page of Case Search and no real rap sheet was at hand when this was written. So nothing
hangs on how a page is laid out: only on the labels that the judiciary prints (`labels.py`), in the
order of reading. What stands by no known label is no fact: it is handed back, line by line.
"""
