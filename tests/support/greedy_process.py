"""The limited process with a reader that takes more than it is given."""

import sys
import time
from pathlib import Path

from vacatur.office import limited_process, record_files


def greedy(kind: str, _argument: str, _content: bytes) -> dict[str, object]:
    match kind:
        case "memory" | "court":
            bytearray(4 * 1024**3)
        case "file":
            Path("/tmp/vacatur-greedy").write_bytes(b"x" * 4096)
        case "time":
            time.sleep(60)
    return {"docket": "{}", "unread": []}


if __name__ == "__main__":
    record_files.read_as = greedy
    if sys.argv[1] == "rubbish":
        sys.stdout.write("no JSON")
    else:
        limited_process.main()
