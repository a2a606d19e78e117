"""The option ``--db`` of every verb that reads or writes the database, and what is said when that file is damaged."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from glossary.model import GlossaryError

T = TypeVar("T")
DATABASE = Path("data/glossary.db")
_option = click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"The database.  [default: {DATABASE.as_posix()}]",
)


def database(command: Callable[..., T]) -> Callable[..., T]:
    """Give a verb its ``--db``; what it cannot read because the file is damaged is one line, not a traceback."""

    @functools.wraps(command)
    def told(*args: object, db: Path | None, **options: object) -> T:
        try:
            return command(*args, db=db, **options)
        except Exception as error:
            _tell_damage(error, db or DATABASE)
            raise

    return _option(told)


def _tell_damage(error: Exception, path: Path) -> None:
    """GlossaryError when an error comes from a database whose bytes are not what they were."""
    from glossary.store.damage import ERRORS, UNREADABLE, is_damaged, is_of_file

    if isinstance(error, (*ERRORS, *UNREADABLE)) and is_of_file(error) and path.is_file() and is_damaged(path):
        raise GlossaryError(f"{path}: damaged ({error}): delete it and run glossary build") from error
