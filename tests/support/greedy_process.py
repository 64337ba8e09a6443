"""Stands in for the limited process, under its limits, and takes more than it is given."""

import sys
import time
from pathlib import Path

from vacatur.office.limited_process import limit

if __name__ == "__main__":
    limit()
    match sys.argv[1]:
        case "memory":
            bytearray(4 * 1024**3)
        case "file":
            Path("/tmp/vacatur-greedy").write_bytes(b"x" * 4096)
        case "time":
            time.sleep(60)
    sys.stdout.write("no JSON")
