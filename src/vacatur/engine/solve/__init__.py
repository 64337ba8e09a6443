"""Conditions of pages as terms of a solver, to find gaps and overlaps before a record does.

Needs Z3 (the extra `solve`); nothing else imports it. There are two worlds, and each proves
another thing:

* In the open world the sets of a record, and whether a charge is on a code list, are free: any
  value may come out, and equal questions alone come out alike. It holds more records than there
  can be, so what can never hold there can never hold at all. What can hold there may still be
  impossible.
* In the small world there are a few other charges and one row in each list, and everything is read
  as the interpreter reads it. What holds there becomes a record, and the interpreter decides it. An
  example is reported as a fault only when the interpreter agrees.

Not in either world: values that two sources dispute, or that could not be read (both are unknown to
a page), and facts later than the day of decision, which are masked before a page is read.
"""
