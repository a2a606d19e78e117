"""Eight readers over HTTP while the glossary is built twenty times: no error, and no page of two states."""

from __future__ import annotations

import asyncio
import http.client
import itertools
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from crash_worker import make_project, outside
from datasette.app import Datasette
from store_pool import find

from glossary.publish.server import make_site
from glossary.publish.snapshots import SnapshotDatabase
from glossary.store.build import Options, build, decide
from glossary.store.decisions import Decision, append_decisions, dated
from glossary.store.project import Project

ROOT = Path(__file__).parent.parent
# Our pages and what Datasette itself makes of the tables; each shows something that the builds change.
ADDRESSES = (
    "/",
    "/termes",
    "/termes?order=newest",
    "/terme/EI",
    "/terme/EI.json",
    "/terme/deconfliction.json",
    "/terme/coalition-international",
    "/article/a",
    "/article/d",
    "/search?q=coalition",
    "/suggest?q=co",
    "/changes",
    "/terms.atom",
    "/export/glossary.csv",
    "/export/glossary.jsonl",
    "/export/glossary.tbx",
    "/export/terms.csv?order=frequency",
    "/glossary/glossary.json?_size=max",
    "/glossary/glossary.csv?_stream=on",
    "/glossary/terms",
    "/glossary/terms.json?_facet=kind&_size=max",
    "/glossary/occurrences.json?_size=max&_shape=array",
)
Answer = tuple[int, str]
Answers = defaultdict[str, set[Answer]]


class Reader:
    """One connection to the site, kept open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, address: str) -> Answer:
        """Status and body, without the time that the answer took."""
        self._connection.request("GET", address, headers={"Accept-Language": "fr"})
        answer = self._connection.getresponse()
        body = answer.read().decode("utf-8")
        if address.partition("?")[0].endswith(".json") and answer.status == 200:
            told = json.loads(body)
            if isinstance(told, dict):
                told.pop("query_ms", None)
                for facet in told.get("facet_results", {}).values():
                    facet.pop("toggle_url", None)
            body = json.dumps(told, ensure_ascii=False)
        return answer.status, body

    def close(self) -> None:
        self._connection.close()


# Datasette leaves out suggestions, facets and counts that take too long: without limits, a slow machine shows the same.
PATIENT = [
    word
    for name in ("sql_time_limit_ms", "facet_time_limit_ms", "facet_suggest_time_limit_ms")
    for word in ("--setting", name, "60000")
]


@contextmanager
def served(project: Project) -> Iterator[int]:
    """The port of Datasette with our pages, a process of its own as it is for a reader."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "datasette", str(project.database), "--port", str(port), *PATIENT]
    command += ["--metadata", str(ROOT / "metadata.yml")]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port, server)
            yield port
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    while server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server has ended")


class Readers:
    """Eight threads that read every address over and over, and what they were answered."""

    def __init__(self, port: int) -> None:
        self.seen: Answers = defaultdict(set)
        self.errors: list[str] = []
        self.answers = 0
        self._port = port
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=(number,)) for number in range(8)]

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def _read(self, number: int) -> None:
        reader = Reader(self._port)
        for address in itertools.islice(itertools.cycle(ADDRESSES), number * 3, None):
            if self._done.is_set():
                break
            try:
                self.seen[address].add(reader.get(address))
                self.answers += 1
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.errors.append(f"{address}: {error!r}")
                reader = Reader(self._port)
        reader.close()


def change(project: Project, number: int) -> None:
    """One build, each time of another sort: an article more, one changed, one less, a decision, all anew."""
    source = outside(project)[number % 12]
    place = project.articles / "abcd.txt".replace("abcd", "abcd"[number % 4])
    if number % 5 == 3:
        action = "accept" if number % 2 else "note"
        append_decisions(project.decisions, [dated(Decision(action, "EI", None if number % 2 else str(number)))])
        assert decide(project) is not None
        return
    if number % 5 == 2:
        place.unlink(missing_ok=True)
    else:
        place.write_bytes(source.read_bytes())
    build(project, [project.articles], find, Options(full=number % 5 == 4))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project")


def test_readers_see_the_old_or_the_new_glossary(project: Project) -> None:
    """A page in a moment of a build is, byte for byte, the page before it or the page after it."""
    states: Answers = defaultdict(set)
    with served(project) as port:
        alone = Reader(port)

        def look() -> None:
            for address in ADDRESSES:
                states[address].add(alone.get(address))

        look()
        with Readers(port) as readers:
            for number in range(20):
                change(project, number)
                look()
        alone.close()
    assert readers.errors == []
    assert {status for answers in readers.seen.values() for status, _ in answers} <= {200, 404}
    mixed = {address: len(answers - states[address]) for address, answers in readers.seen.items()}
    assert {address: count for address, count in mixed.items() if count} == {}
    assert all(len(states[address]) > 3 for address in ADDRESSES), "each address shows what changes"
    assert readers.answers > 20 * len(ADDRESSES)


def test_all_queries_of_a_page_of_datasettes_see_what_the_first_saw(project: Project) -> None:
    """A build between two queries of a page is not seen before the next page."""

    async def look(datasette: Datasette) -> list[int]:
        (database,) = (db for db in datasette.databases.values() if isinstance(db, SnapshotDatabase))

        async def count() -> int:
            return int((await database.execute("SELECT count(*) FROM articles")).first()[0])

        async with database.one_state():
            before = await count()
            (project.articles / "d.txt").write_bytes(outside(project)[3].read_bytes())
            build(project, [project.articles], find, Options())
            during = await asyncio.gather(*(count() for _ in range(5)))
        return [before, *during, await count()]

    site = make_site(project.database)
    asyncio.run(site.invoke_startup())
    before, *during, after = asyncio.run(look(site))
    assert set(during) == {before}
    assert after == before + 1


def test_pages_leave_their_connections_to_the_next(project: Project) -> None:
    """A connection goes back to where it came from, also after a page that failed."""

    async def ask(datasette: Datasette) -> list[int]:
        client, open_ = datasette.client, []
        for address in ("/glossary/terms.json", "/glossary/terms.json?_sort=nothing", "/glossary/nothing") * 3:
            await client.get(address)
            open_.append(len(datasette.databases["glossary"]._all_file_connections))
        return open_

    site = make_site(project.database)
    asyncio.run(site.invoke_startup())
    open_ = asyncio.run(ask(site))
    assert open_[-1] == open_[0]


def test_a_glossary_may_be_named_as_a_page_of_ours(project: Project) -> None:
    """/termes is our list of terms, whatever the file is called."""
    database = project.database.rename(project.database.with_name("termes.db"))
    answer = asyncio.run(make_site(database).client.get("/termes"))
    assert answer.status_code == 200
    assert "/terme/EI" in answer.text
