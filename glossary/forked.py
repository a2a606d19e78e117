"""A copy of this process, for work beside it: it begins with all that this one has in memory, and shares it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection


@contextmanager
def forked(run: Callable[[Connection], None], duplex: bool = True) -> Iterator[Connection]:
    """A copy of this process, which runs ``run`` with the other end of a connection; it has ended when the block has.

    Whatever happens in it, it closes and flushes nothing of this process's; it is told to end by the end of the
    connection. Without ``duplex`` it can only send.
    """
    here, there = Pipe(duplex)
    if (child := os.fork()) == 0:
        try:
            here.close()
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts speaks to the first process
            run(there)
        finally:
            os._exit(0)
    there.close()
    try:
        yield here
    finally:
        here.close()
        os.waitpid(child, 0)
