"""A job's process that does not end by itself, and ends when it is asked to."""

import sys
import time
from pathlib import Path

from vacatur.office.formats import open_workspace
from vacatur.office.jobs.store import JobStore
from vacatur.office.locks import locked

if __name__ == "__main__":
    store = JobStore(open_workspace(Path(sys.argv[1])))
    with locked(store.of(int(sys.argv[2])), "a job"):
        store.say_begun(int(sys.argv[2]))
        time.sleep(60)
