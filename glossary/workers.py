"""Work on batches of articles in several processes; one that dies takes no other article with it.

The processes are copies of one that has loaded what the work needs, which shares it among them and ends with them:
the process that asks never holds it, so that what it does afterwards has that memory for itself.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from glossary.forked import forked
from glossary.model import Article, GlossaryError, Skipped

T = TypeVar("T")
Batch = list[Article]
Work = Callable[[Batch], list[T | Skipped]]  # it is sent to the processes: a function of a module, or a partial of one
Start = Callable[[int], ProcessPoolExecutor]  # a pool of so many processes
_MORE, _END = "more", "end"


def in_processes(
    work: Work[T], batches: Iterable[Batch], jobs: int, warm: Batch
) -> Iterator[tuple[Article, T | Skipped]]:
    """What ``work`` makes of each article, in order, in ``jobs`` processes, which are forked once it knows ``warm``.

    A process that dies (memory, a fault in a library) takes no other article with it: its batch is tried again one by
    one, and what kills again is Skipped. Raises what ``work`` raises, and GlossaryError where the processes' own
    parent is killed.
    """
    given = iter(batches)
    sent: deque[Batch] = deque()
    with forked(lambda asking: _answer(asking, work, jobs, warm)) as workers:
        while (message := _receive(workers)) != _END:
            if message == _MORE:
                sent.append(next(given, []))
                workers.send(sent[-1])
            elif isinstance(message, Exception):
                raise message
            else:
                yield from zip(sent.popleft(), message, strict=True)


def _receive(workers: Connection) -> Any:
    try:
        return workers.recv()
    except (EOFError, ConnectionError) as error:
        raise GlossaryError(
            "the process that holds the model was killed (out of memory?); try again, with fewer --jobs"
        ) from error


def _answer(asking: Connection, work: Work[T], jobs: int, warm: Batch) -> None:
    """Ask for batches and send what is made of them, until there are no more, or nobody is there."""
    try:
        work(warm)
        for done in _in_pool(work, _asked(asking), partial(_new_pool, asking), jobs):
            asking.send(done)
        asking.send(_END)
    except (EOFError, ConnectionError):
        return  # nobody waits for it any more
    except Exception as error:  # noqa: BLE001 whatever it is, the process that asked raises it
        asking.send(error)


def _asked(asking: Connection) -> Iterator[Batch]:
    while True:
        asking.send(_MORE)
        batch: Batch = asking.recv()
        if not batch:
            return
        yield batch


def _in_pool(work: Work[T], batches: Iterable[Batch], start: Start, jobs: int) -> Iterator[list[T | Skipped]]:
    pool = start(jobs)
    waiting: deque[tuple[Batch, Future[list[T | Skipped]]]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, _submit(pool, work, batch)))
            if len(waiting) > 2 * jobs:
                pool, done = _next_result(pool, waiting, work, start, jobs)
                yield done
        while waiting:
            pool, done = _next_result(pool, waiting, work, start, jobs)
            yield done
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submit(pool: ProcessPoolExecutor, work: Work[T], batch: Batch) -> Future[list[T | Skipped]]:
    """A pool in which a process has died meanwhile says so where the batch's result is asked for, as of the others."""
    try:
        return pool.submit(work, batch)
    except BrokenProcessPool as error:
        broken: Future[list[T | Skipped]] = Future()
        broken.set_exception(error)
        return broken


def _next_result(
    pool: ProcessPoolExecutor,
    waiting: deque[tuple[Batch, Future[list[T | Skipped]]]],
    work: Work[T],
    start: Start,
    jobs: int,
) -> tuple[ProcessPoolExecutor, list[T | Skipped]]:
    """What was made of the batch that waits longest, and the pool to go on with."""
    batch, future = waiting.popleft()
    try:
        return pool, future.result()
    except BrokenProcessPool:
        pool.shutdown(wait=True, cancel_futures=True)
    again = [other for other, _ in waiting]
    waiting.clear()
    done = [_alone(work, article, start) for article in batch]
    pool = start(jobs)
    waiting.extend((other, _submit(pool, work, other)) for other in again)
    return pool, done


def _alone(work: Work[T], article: Article, start: Start) -> T | Skipped:
    """One article in a process of its own, which it may kill."""
    with start(1) as pool:
        try:
            return pool.submit(work, [article]).result()[0]
        except BrokenProcessPool:
            return Skipped(article.key, "killed the process that analysed it (out of memory?); left out")


def _new_pool(asking: Connection, jobs: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("fork")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(asking,))


def _begin(asking: Connection) -> None:
    """In each process of the pool: the connection is not its own, and it ends when the one that began it is killed."""
    asking.close()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
