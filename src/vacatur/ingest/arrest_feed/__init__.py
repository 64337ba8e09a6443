"""The arrest feed of a police department: one row is one charge of one arrest, as the feed has it.

It is read for counting, and joins no record: it names nobody, and no case.
"""
