"""The columns that ranking reads, in a file beside the cache: SQLite takes ten times as long to give them out.

A row of the cache's table ``ranking`` that has empty columns has them in the file of its stamp. Each file is written
once, under a name of its own, before the row; of the older ones the last stays until the next, since its row is
there again when the build is undone.
"""

from __future__ import annotations

import mmap
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from struct import Struct
from typing import Any

Columns = tuple[bytes, ...]
_COLUMNS = 6
_SIZES = Struct(f"<{_COLUMNS}Q")


def write_columns(cache: Path, stamp: str, columns: Columns, last: list[tuple[Any, ...]]) -> Columns:
    """Write the columns of this stamp; gives those of its row. Of older files those of the ``last`` stamps stay."""
    path = _path(cache, stamp)
    delete_columns(cache, {f"{cache.name}-ranking-{row[0]}" for row in last})
    try:
        with path.open("wb") as file:
            file.write(_SIZES.pack(*map(len, columns)))
            for column in columns:
                file.write(column)
                file.write(bytes(-len(column) % 8))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return (b"",) * _COLUMNS


def read_columns(cache: Path, stamp: str, row: Columns) -> Columns | tuple[memoryview, ...]:
    """The columns of a row; of an empty one those in the file of its stamp, which is read where they are looked at."""
    if any(row):
        return row
    with suppress(OSError, ValueError), _path(cache, stamp).open("rb") as file:
        whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        if len(whole) < _SIZES.size:
            return row
        place, columns = _SIZES.size, []
        for size in _SIZES.unpack_from(whole):
            columns.append(whole[place : place + size])
            place += size + -size % 8
        return tuple(columns)
    return row


def delete_columns(cache: Path, but: Container[str] = ()) -> None:
    """Delete the files of all stamps but these."""
    for path in cache.parent.glob(f"{cache.name}-ranking-*"):
        if path.name not in but:
            path.unlink(missing_ok=True)


def _path(cache: Path, stamp: str) -> Path:
    return cache.with_name(f"{cache.name}-ranking-{stamp}")
