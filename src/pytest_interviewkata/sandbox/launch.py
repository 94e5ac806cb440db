"""Sets the limits of this process, then becomes the program that it was asked to run.

Run as a script, before anything else of the child: a function between fork and
exec would not be safe in a program with threads.
"""

from __future__ import annotations

import contextlib
import os
import resource
import sys


def main(arguments: list[str]) -> None:
    """`launch.py CPU_SECONDS MEMORY_BYTES FILE_BYTES PROGRAM …`."""
    cpu, memory, file = (int(text) for text in arguments[:3])
    limit(resource.RLIMIT_CPU, cpu)
    limit(resource.RLIMIT_AS, memory)
    limit(resource.RLIMIT_FSIZE, file)
    limit(resource.RLIMIT_CORE, 0)
    os.execv(arguments[3], arguments[3:])  # noqa: S606  the caller says what to run


def limit(which: int, value: int) -> None:
    """Lower one limit; a system that cannot (macOS and RLIMIT_AS) goes without."""
    _, hard = resource.getrlimit(which)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (value, value))


if __name__ == "__main__":
    main(sys.argv[1:])
