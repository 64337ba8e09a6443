"""Any extract with one row for each charge, read as a mapping file says."""

from vacatur.ingest.mapped_csv.adapter import ingest_mapped
from vacatur.ingest.mapped_csv.reader import load_mapping
from vacatur.ingest.mapped_csv.suggest import Suggestion, suggest_mapping

__all__ = ["Suggestion", "ingest_mapped", "load_mapping", "suggest_mapping"]
