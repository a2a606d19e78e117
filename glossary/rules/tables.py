"""Rule files as checked tables: what cannot be used is a GlossaryError that names file and entry."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from glossary.model import GlossaryError


def compiled(path: Path, entry: dict[str, Any], pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise wrong(path, entry, f"the pattern {pattern!r} is not one: {error}") from error


def entries(
    path: Path, table: str, required: set[str], optional: frozenset[str] | set[str] = frozenset()
) -> Iterator[dict[str, Any]]:
    """Each [[table]] of a file that has only this table, checked."""
    return checked(path, tables(path, {table})[table], required, optional)


def tables(path: Path, names: set[str]) -> dict[str, list[dict[str, Any]]]:
    """The tables of a file, which must be these."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise GlossaryError(f"{path.name}: cannot be read as rules: {error}") from error
    if set(tables) != names:
        raise GlossaryError(f"{path.name}: has the tables {sorted(tables)}; it must have {sorted(names)}")
    return tables


def checked(
    path: Path,
    entries: list[dict[str, Any]],
    required: set[str],
    optional: frozenset[str] | set[str] = frozenset(),
) -> Iterator[dict[str, Any]]:
    """The entries one by one, after their keys were checked; every list of examples must hold one."""
    seen: set[str] = set()
    for entry in entries:
        missing, unknown = required - set(entry), set(entry) - required - optional
        for what, keys in (("missing", missing), ("unknown", unknown)):
            if keys:
                raise wrong(path, entry, f"{what} key: {', '.join(sorted(keys))}")
        for key in sorted(required & {"oui", "non", "exemples", "formes"}):
            if not entry[key]:
                raise wrong(path, entry, f"has no example under {key!r}")
        if entry["id"] in seen:
            raise wrong(path, entry, "stands twice")
        seen.add(entry["id"])
        yield entry


def wrong(path: Path, entry: Mapping[str, Any], what: str) -> GlossaryError:
    return GlossaryError(f"{path.name}, {entry.get('id', 'an entry without id')}: {what}")
