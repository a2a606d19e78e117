"""Where a project keeps what: the folder it lives in, its sources, its database, and the lock of whoever builds."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from glossary.model import GlossaryError


@dataclass(frozen=True, slots=True)
class Project:
    """The folder of a glossary; everything in the database is named relative to ``root``."""

    root: Path
    database: Path

    @classmethod
    def at(cls, root: Path, database: Path | None = None) -> Project:
        return cls(root, database or root / "data" / "glossary.db")

    @property
    def data(self) -> Path:
        """The folder of the user's own files, beside the database."""
        return self.database.parent

    @property
    def sources(self) -> tuple[Path, ...]:
        """The folders that are read when none is named."""
        return tuple(path for path in (self.root / "seeds", self.articles) if path.is_dir())

    @property
    def articles(self) -> Path:
        return self.data / "articles"

    @property
    def decisions(self) -> Path:
        return self.data / "decisions.jsonl"

    @property
    def references(self) -> Path:
        return self.data / "references"

    @property
    def translations(self) -> Path:
        return self.data / "translations.jsonl"

    @property
    def cache(self) -> Path:
        return self.data / "cache.db"

    @property
    def scratch(self) -> Path:
        """Where a full build is made before it is published; in the same folder, so that it has the same disk."""
        return self.database.with_name(self.database.name + ".new")


@contextmanager
def locked(project: Project, say: Callable[[str], None]) -> Iterator[None]:
    """Only one at a time writes the database; another waits and is told for whom. A killed holder holds nothing."""
    try:
        project.data.mkdir(parents=True, exist_ok=True)
        file = (project.database.with_name(project.database.name + ".lock")).open("a+b", buffering=0)
    except OSError as error:
        raise GlossaryError(
            f"{project.data}: cannot write there ({error.strerror}): choose another with --db"
        ) from error
    with file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)  # not flock: worker processes would inherit it
        except (BlockingIOError, PermissionError):
            file.seek(0)
            holder = file.read().decode() or "?"
            say(f"another glossary command (process {holder}) is writing {project.database}: waiting for it")
            fcntl.lockf(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(str(os.getpid()).encode())
        yield
