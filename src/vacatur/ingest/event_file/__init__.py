"""Files of which one row is one event, or a count of events: read for counting, never for records.

They name nobody, or what they name is not read.
"""
