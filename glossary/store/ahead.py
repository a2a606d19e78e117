"""What a build from nothing makes of many articles, made by a process beside this one, which writes meanwhile.

To count candidates and to make rows is more than half of what loading takes, and Python does one thing at a time. The
process is a copy of this one that reads the cache, sends plain values through a pipe and touches no database. The two
take batches by turns, this one where it would have to wait; whatever the other does not send is made here, with the
same result.
"""

from __future__ import annotations

import marshal
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, Generic, NamedTuple, TypeVar

from glossary.forked import forked
from glossary.store.source import Source

Item = TypeVar("Item")
Made = TypeVar("Made")

FEW = 200  # articles, up to which a process costs more than it saves
_BATCH = 16  # articles of which something is made at a time, at least
_BATCHES = 2000  # at most: a pipe takes the numbers of all, four bytes each, before it is read
_KEPT = 4  # batches that wait here for one before them
_PIPE = 2**20  # bytes of a pipe, where that can be said: what is made while a table is written
_F_SETPIPE_SZ = 1031  # Linux
_dumps = marshal.dumps


class Work(NamedTuple, Generic[Item, Made]):
    """What is made of a batch, and how it is sent: as plain values, which marshal takes."""

    make: Callable[[Source, Sequence[Item]], Made]
    pack: Callable[[Made], Any]
    unpack: Callable[[Any], Made]


class _Pipes(NamedTuple):
    turns: int  # the numbers of the batches that nobody has taken
    made: Connection  # what the other process made


@contextmanager
def made_ahead(items: Sequence[Item], work: Work[Item, Made], source: Source, whole: bool) -> Iterator[Iterator[Made]]:
    """What is made of batches of articles, in order; by a second process too where they are many and a copy is safe.

    Only where the ``whole`` is made: what else is needed is asked of the database, which is this process's own.
    """
    if not whole:
        yield (work.make(source, [item]) for item in items)
        return
    size = max(_BATCH, -(-len(items) // _BATCHES))
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    if len(items) <= FEW or not _can_fork():
        yield (work.make(source, batch) for batch in batches)
        return
    turns, taken = os.pipe()
    os.write(taken, b"".join(number.to_bytes(4, "big") for number in range(len(batches))))
    os.close(taken)
    try:
        with forked(lambda made: _run(_Pipes(turns, made), batches, work, source), duplex=False) as made:
            yield _all_made(_Pipes(turns, made), batches, work, source)
    finally:
        os.close(turns)


def _can_fork() -> bool:
    """A copy has this thread alone: what another holds locked would stay so in it."""
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


def _run(pipes: _Pipes, batches: Sequence[Sequence[Item]], work: Work[Item, Made], source: Source) -> None:
    """The second process: takes batches until there are no more, or nobody waits for them."""
    _widen(pipes.made.fileno())
    own = source.again()
    while turn := os.read(pipes.turns, 4):
        made = work.make(own, batches[int.from_bytes(turn, "big")])
        pipes.made.send_bytes(turn + _dumps(work.pack(made)))


def _widen(pipe: int) -> None:
    try:
        from fcntl import fcntl

        fcntl(pipe, _F_SETPIPE_SZ, _PIPE)
    except (ImportError, OSError):
        return  # it is as wide as it is


def _all_made(
    pipes: _Pipes, batches: Sequence[Sequence[Item]], work: Work[Item, Made], source: Source
) -> Iterator[Made]:
    kept: dict[int, Made] = {}
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
                    kept[came[0]] = work.unpack(marshal.loads(came[1]))
                continue
            else:
                mine = number  # the other process took it and is no more
            kept[mine] = work.make(source, batches[mine])
        yield kept.pop(number)


def _receive(made: Connection) -> tuple[int, memoryview] | None:
    """The next batch, with its number, that the other process made; None when it has ended."""
    try:
        sent = memoryview(made.recv_bytes())
    except (EOFError, OSError):
        return None
    return int.from_bytes(sent[:4], "big"), sent[4:]
