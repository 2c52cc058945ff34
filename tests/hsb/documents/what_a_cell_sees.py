"""Run inside a cell by the tests: says what it knows and what it can do."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from hsb.documents import cell

# How often a process read its input: one that is used twice would have read before.
READ = []


def main() -> int:
    cell.give_up_resources(cpu_seconds=5, niceness=10)
    cell.wall_in()
    attempts = {
        "read /etc/passwd": lambda: Path("/etc/passwd").read_text(),
        "read the settings": lambda: Path("hsb/settings.py").read_text(),
        "listen": lambda: socket.create_server(("127.0.0.1", 0)),
        "connect": lambda: socket.create_connection(("127.0.0.1", 9), 1),
        "run a program": lambda: subprocess.run(["id"], check=False),
        "fork": os.fork,
    }
    before = len(READ)
    READ.append(sys.stdin.read())
    lines = [
        f"was given {READ[-1]} process {os.getpid()} read before {before} times",
        str(dict(os.environ)),
        str(sorted(name for name in sys.modules if "django" in name.lower())),
        f"niceness {os.nice(0)}",
    ]
    for name, attempt in attempts.items():
        try:
            attempt()
            lines.append(f"{name}: done")
        except PermissionError:
            lines.append(f"{name}: refused")
    sys.stdout.write("\n".join(lines))
    return 0
