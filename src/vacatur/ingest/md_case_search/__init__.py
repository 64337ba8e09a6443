"""Maryland Judiciary Case Search: an extract's case headers and charges."""

from vacatur.ingest.md_case_search.adapter import NAME, ingest_extract

__all__ = ["NAME", "ingest_extract"]
