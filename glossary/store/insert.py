"""Rows into tables, many with one statement: of a row that has a statement to itself, most of the cost is that."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

_VALUES = 900  # a statement: SQLite before 3.32 takes 999


def insert(db: sqlite3.Connection, into: str, width: int, values: Sequence[Any], nullable: int = 0) -> None:
    """Insert the values of row after row; ``into`` names the table, and its columns where not all are given.

    0 stands for NULL in the last ``nullable`` columns: Python's module takes longer for a None than for a whole row.
    """
    one = f"({', '.join(['?'] * (width - nullable) + ['nullif(?, 0)'] * nullable)})"
    many = _VALUES // width
    size = many * width
    whole = len(values) - len(values) % size
    statements = (values[start : start + size] for start in range(0, whole, size))
    db.executemany(f"INSERT INTO {into} VALUES {', '.join([one] * many)}", statements)
    rest = (values[start : start + width] for start in range(whole, len(values), width))
    db.executemany(f"INSERT INTO {into} VALUES {one}", rest)
