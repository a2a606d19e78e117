"""How fast the site answers over HTTP: python bench/bench_http.py glossary.db [--requests 300] [--clients 4]

Four clients ask at the same time, each a process with one connection of the standard library kept open, which takes
0.2 to 0.3 ms of the processor a request; what they take together is printed, and what the server takes, so that one
sees how much of the machine was the server's. Words and terms are the database's own: the 2,000 most frequent terms,
and the words of some of its contexts.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import random
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from bench_processes import PACKAGE

PORT = 8971
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Answered:
    """Seconds of each request, and seconds of the processor: the clients' and the server's."""

    times: list[float]
    clients: float
    server: float

    def __str__(self) -> str:
        cuts = statistics.quantiles(self.times, n=100)
        p50, p95, p99 = (f"{cuts[place] * 1000:.1f}" for place in (49, 94, 98))
        server, client = (1000 * cpu / len(self.times) for cpu in (self.server, self.clients))
        return (
            f"p50 {p50} ms, p95 {p95} ms, p99 {p99} ms ({len(self.times)} requests; "
            f"of the processor {server:.1f} ms each, the client {client:.2f})"
        )


def pages_of(database: Path) -> dict[str, list[str]]:
    """What is asked for, by the kind of page."""
    with closing(sqlite3.connect(database)) as db:
        slugs = [slug for (slug,) in db.execute("SELECT slug FROM terms ORDER BY frequency DESC LIMIT 2000")]
        (last,) = db.execute("SELECT max(id) FROM contexts").fetchone()
        texts = db.execute("SELECT text FROM contexts WHERE id % ? = 0 LIMIT 300", [max(1, last // 300)])
        words = sorted({quote(word) for (text,) in texts for word in re.findall(r"[^\W\d_]{2,}", text)})
        sources = "SELECT publisher FROM articles WHERE publisher > '' GROUP BY 1 ORDER BY count(*), 1"
        named = [name for (name,) in db.execute(sources)]
        (year,) = db.execute("SELECT substr(published, 1, 4) FROM articles ORDER BY published DESC LIMIT 1").fetchone()
    source = f"&source={quote(named[len(named) // 2])}" if named else ""
    return {
        "search": [f"/search?q={word}" for word in words],
        "search in a year": [f"/search?q={word}&year={year}" for word in words],
        "search in a source": [f"/search?q={word}{source}" for word in words if source],
        "home page": ["/"],
        "prefix": [f"/suggest?q={word[:3]}" for word in words if "%" not in word[:3]],
        "term page": [f"/terme/{slug}" for slug in slugs],
        "Datasette's page": [f"/{database.stem}/contexts"],
    }


@contextmanager
def served(database: Path) -> Iterator[int]:
    """The site, a process of its own; its number."""
    command = [sys.executable, "-m", "glossary", "serve", "--db", str(database), "--port", str(PORT)]
    command += ["--metadata", str(PACKAGE / "metadata.yml")]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=os.environ | {"PYTHONPATH": str(PACKAGE)}) as server:
        try:
            while server.poll() is None:
                try:
                    socket.create_connection(("127.0.0.1", PORT), timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield server.pid
        finally:
            server.terminate()


def ask(server: int, paths: list[str], clients: int, requests: int) -> Answered:
    """Answers to so many requests in all, by clients that begin together."""
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        _ask((paths, 0, 3))  # what only the first request pays
        before = _processor(server)
        done = pool.map(_ask, [(paths, seed, requests // clients) for seed in range(clients)], chunksize=1)
        took = _processor(server) - before
    return Answered([each for times, _ in done for each in times], sum(cpu for _, cpu in done), took)


def _ask(order: tuple[list[str], int, int]) -> tuple[list[float], float]:
    paths, seed, requests = order
    times, cpu = [], time.process_time()
    with closing(http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)) as connection:
        for path in random.Random(seed).choices(paths, k=requests):
            started = time.perf_counter()
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            times.append(time.perf_counter() - started)
            assert answer.status == 200, (path, answer.status)
    return times, time.process_time() - cpu


def _processor(process: int) -> float:
    """Seconds that a process has had (Linux)."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / _TICKS


def measure(database: Path, clients: int = 4, requests: int = 300, only: str = "") -> None:
    """Print the percentiles of each kind of page."""
    with served(database) as server:
        for name, paths in pages_of(database).items():
            if only in name and paths:
                print(f"{name}: {ask(server, paths, clients, requests)}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("database", type=Path)
    asked.add_argument("--clients", type=int, default=4)
    asked.add_argument("--requests", type=int, default=300)
    asked.add_argument("--only", default="", help="a part of the name of a kind of page")
    given = asked.parse_args()
    measure(given.database, given.clients, given.requests, given.only)


if __name__ == "__main__":
    main()
