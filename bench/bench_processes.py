"""Commands as a person runs them: seconds, and the memory of the process and all that it starts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
EVERY = 0.2  # seconds between two looks at the memory
GLOSSARY = (sys.executable, "-m", "glossary")


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: elapsed seconds, CPU seconds of all its processes, megabytes at the peak."""

    elapsed: float
    cpu: float
    peak: float


def run_command(command: list[str], folder: Path, measure_memory: bool = False) -> Run:
    """Run a command to its end, its output thrown away; CalledProcessError where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, env=environment)
    peak = 0.0
    while measure_memory and process.poll() is None:
        peak = max(peak, sum(map(megabytes, tree(process.pid))))
        time.sleep(EVERY)
    before = os.times()
    code = process.wait()
    after = os.times()
    cpu = (after.children_user + after.children_system) - (before.children_user + before.children_system)
    if code:
        raise subprocess.CalledProcessError(code, command)
    return Run(time.perf_counter() - start, cpu, peak)


def tree(process: int) -> Iterator[int]:
    """A process and its descendants, as they are now (Linux)."""
    yield process
    try:
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from tree(int(child))
    except OSError:
        return  # it has just ended


def megabytes(process: int) -> float:
    """Memory of a process, what it shares with others divided among them (Linux)."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:
        return 0.0  # it has just ended
    return 0.0
