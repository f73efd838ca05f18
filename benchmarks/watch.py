"""Runs one command as a process and says how long it took and the most memory it held, as JSON.

Run as a small process of its own: what a process is said to have held includes what started it.
Arguments: the seconds it may take, the bytes it may hold, the file for what it says on standard
error, and the command.
"""

import json
import os
import resource
import signal
import sys
import time
from pathlib import Path


def main() -> None:
    """Run the command; `status` is its exit code, negative where a signal ended it."""
    seconds, most, errors, *command = sys.argv[1:]
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (int(most), hard))
    quiet = [
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, Path(errors), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    start = time.perf_counter()
    process = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(process, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, float(seconds))
    _, status, used = os.wait4(process, 0)
    took = time.perf_counter() - start
    told = {"seconds": took, "kibibytes": used.ru_maxrss, "status": os.waitstatus_to_exitcode(status)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
