"""The rows of articles, made by a process beside this one, which writes them meanwhile.

To make rows is half of what loading takes, and Python does one thing at a time. The process is a copy of this one that
reads the cache, sends columns of plain values through a pipe and touches no database. The two take batches by turns,
this one where it would have to wait; whatever the other does not send is made here, with the same result.
"""

from __future__ import annotations

import marshal
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

from glossary.store.articles import Stored
from glossary.store.groups import Rows
from glossary.store.members import GroupRows
from glossary.store.mentions import Attested, Mention
from glossary.store.source import Source

Group = frozenset[int]
Make = Callable[[Source, Group], GroupRows]
FEW = 200  # groups, up to which a process costs more than it saves
_BATCH = 16  # groups that are made at a time, at least
_BATCHES = 2000  # at most: a pipe takes the numbers of all, four bytes each, before it is read
_KEPT = 4  # batches that wait here for one before them
_PIPE = 2**20  # bytes of a pipe, where that can be said: what is made while a table is written
_F_SETPIPE_SZ = 1031  # Linux
_dumps = marshal.dumps


class _Pipes(NamedTuple):
    turns: int  # the numbers of the batches that nobody has taken
    made: Connection  # what the other process made


@contextmanager
def made_ahead(
    groups: Sequence[Group], make: Make, source: Source, articles: Mapping[int, Stored], whole: bool
) -> Iterator[Iterator[GroupRows]]:
    """What is made of each group, in their order; by a second process too where they are many and a copy is safe.

    Only where the ``whole`` is made: what else is needed is asked of the database, which is this process's own.
    """
    if not whole or len(groups) <= FEW or not _can_fork():
        yield (make(source, group) for group in groups)
        return
    size = max(_BATCH, -(-len(groups) // _BATCHES))
    batches = [groups[start : start + size] for start in range(0, len(groups), size)]
    turns, taken = os.pipe()
    os.write(taken, b"".join(number.to_bytes(4, "big") for number in range(len(batches))))
    os.close(taken)
    reading, writing = Pipe(duplex=False)
    if (child := os.fork()) == 0:
        reading.close()
        _run(_Pipes(turns, writing), batches, make, source)
    writing.close()
    try:
        yield _all_made(_Pipes(turns, reading), batches, make, source, articles)
    finally:
        os.close(turns)
        reading.close()
        os.waitpid(child, 0)


def _can_fork() -> bool:
    """A copy has this thread alone: what another holds locked would stay so in it."""
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


def _run(pipes: _Pipes, batches: Sequence[Sequence[Group]], make: Make, source: Source) -> None:
    """The second process: whatever happens in it, it ends here, and nothing of the first is closed or flushed."""
    try:
        _widen(pipes.made.fileno())
        own = source.again()
        while turn := os.read(pipes.turns, 4):
            batch = [_packed(make(own, group)) for group in batches[int.from_bytes(turn, "big")]]
            pipes.made.send_bytes(turn + _dumps(batch))
    finally:
        os._exit(0)


def _widen(pipe: int) -> None:
    try:
        from fcntl import fcntl

        fcntl(pipe, _F_SETPIPE_SZ, _PIPE)
    except (ImportError, OSError):
        return  # it is as wide as it is


def _all_made(
    pipes: _Pipes, batches: Sequence[Sequence[Group]], make: Make, source: Source, articles: Mapping[int, Stored]
) -> Iterator[GroupRows]:
    kept: dict[int, list[GroupRows]] = {}
    alive = True
    for number in range(len(batches)):
        while number not in kept:
            waits = alive and not pipes.made.poll()
            if (waits or not alive) and len(kept) < _KEPT and (turn := os.read(pipes.turns, 4)):
                mine = int.from_bytes(turn, "big")
            elif alive:
                came = _receive(pipes.made)
                alive = came is not None
                if came:
                    kept[came[0]] = [_unpacked(sent, articles) for sent in marshal.loads(came[1])]
                continue
            else:
                mine = number  # the other process took it and is no more
            kept[mine] = [make(source, group) for group in batches[mine]]
        yield from kept.pop(number)


def _receive(made: Connection) -> tuple[int, memoryview] | None:
    """The next batch, with its number, that the other process made; None when it has ended."""
    try:
        sent = memoryview(made.recv_bytes())
    except (EOFError, OSError):
        return None
    return int.from_bytes(sent[:4], "big"), sent[4:]


def _packed(found: GroupRows) -> list[tuple[Any, ...]]:
    """As columns: marshal takes no named tuples."""
    return [
        (member.id, text, *(list(zip(*some, strict=True)) for some in (rows.mentions, rows.attested)))
        for member, text, rows in found.members
    ]


def _unpacked(sent: list[tuple[Any, ...]], articles: Mapping[int, Stored]) -> GroupRows:
    make = tuple.__new__
    members = []
    for number, text, *columns in sent:
        mentions, attested = (zip(*some, strict=True) for some in columns)
        rows = Rows([make(Mention, row) for row in mentions], [make(Attested, row) for row in attested])
        members.append((articles[number], text, rows))
    return GroupRows(members)
