"""What evidence and evaluation share: intervals, incidence by a day, a chart with its words."""
