"""The term banks of data/references/ in an index, data/references.db, that is made again when a file changes.

A build then looks up the forms of the terms that changed, whatever the size of the banks. The index can be deleted
at any time.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from glossary.forms import fold, straighten
from glossary.model import GlossaryError
from glossary.reference import bank_format, bank_name, read_bank
from glossary.reference.entries import Entry

MANIFEST = "banks.json"
# Changing what is read from a bank, or how forms are matched, makes every index again.
_VERSION = "2"
_TABLES = """
CREATE TABLE banks (file TEXT PRIMARY KEY, name TEXT, format TEXT, digest TEXT, entries INTEGER);
CREATE TABLE entries (id INTEGER PRIMARY KEY, file TEXT, entry TEXT, definition TEXT, domain TEXT, date TEXT, url TEXT);
CREATE TABLE designations (entry_id INTEGER, text TEXT, language TEXT, status TEXT, reliability INTEGER);
CREATE TABLE forms (key TEXT, language TEXT, status TEXT, entry_id INTEGER);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS forms_key ON forms(key);
CREATE INDEX IF NOT EXISTS designations_entry ON designations(entry_id);
"""


@dataclass(frozen=True, slots=True)
class Bank:
    """A term bank in data/references/."""

    file: str
    name: str
    format: str
    digest: str
    entries: int = 0


# Straight marks, then spaces for hyphens and apostrophes, in one pass over the form.
_MARKS = {code: " " if (mark := straighten(chr(code))) in "-'.·" else mark for code in range(0x20, 0x2240)}
# The letters that French and English write, folded one by one; any other form goes through ``fold``.
_LETTERS = {code: fold(chr(code)) for code in range(0xC0, 0x180)}


def exact_key(form: str) -> str:
    """What two spellings of one form share. Short capitals keep their case: « IT » is not « it ».

    >>> exact_key("L’État"), exact_key("EI"), exact_key("tête-de-pont") == exact_key("tête de pont")
    ('l etat', 'EI', True)
    """
    spaced = " ".join(form.translate(_MARKS).split())
    if len(spaced) <= 6 and spaced.isupper():
        return spaced
    folded = spaced.lower() if spaced.isascii() else spaced.translate(_LETTERS).lower()
    return folded if folded.isascii() else fold(spaced)


def loose_key(form: str) -> str:
    """The exact key without plural endings: « têtes de pont » and « tête de pont ».

    It joins « cours » and « cour » too, so it is asked only where no form of a bank matches exactly.
    """
    return _without_plurals(exact_key(form))


def _without_plurals(key: str) -> str:
    if "s" not in key and "x" not in key:
        return key
    return " ".join(w[:-1] if len(w) > 3 and w[-1] in "sx" else w for w in key.split())


def add_bank(references: Path, path: Path, name: str | None = None) -> Bank:
    """Keep a copy of the bank in data/references/ and note its name; GlossaryError if it cannot be read."""
    if not path.is_file():
        raise GlossaryError(f"{path}: no such file")
    chosen = name or bank_name(path)
    if next(read_bank(path), None) is None:
        raise GlossaryError(f"{path}: no entry found in it; is it a term bank?")
    references.mkdir(parents=True, exist_ok=True)
    target = references / path.name
    if path.resolve() != target.resolve():
        shutil.copyfile(path, target)
    _save_names(references, {**_names(references), path.name: chosen})
    return next(bank for bank in refresh(references) if bank.file == path.name)


def remove_bank(references: Path, name: str) -> Bank:
    """Delete the copy of the bank of this name (or file name)."""
    for bank in refresh(references):
        if name in (bank.name, bank.file):
            (references / bank.file).unlink()
            _save_names(references, {file: n for file, n in _names(references).items() if file != bank.file})
            refresh(references)
            return bank
    known = ", ".join(sorted(bank.name for bank in refresh(references))) or "none"
    raise GlossaryError(f"no term bank called « {name} » in {references}; there is {known}")


def bank_files(references: Path) -> list[Path]:
    """The files of the banks, in a fixed order."""
    if not references.is_dir():
        return []
    return sorted(f for f in references.iterdir() if f.is_file() and f.name != MANIFEST and not f.name.startswith("."))


def references_digest(references: Path) -> str:
    """One digest of all banks and their names: when it differs, every term must be looked up again."""
    names = _names(references)
    parts = [f"{file.name}\0{names.get(file.name)}\0{_digest(file)}" for file in bank_files(references)]
    return hashlib.sha256("\n".join([_VERSION, *parts]).encode()).hexdigest()


def refresh(references: Path) -> list[Bank]:
    """Bring the index to the files; only banks whose file or name changed are read again."""
    files = {file.name: file for file in bank_files(references)}
    if not files and not _index_path(references).exists():
        return []
    with _open(references) as index:
        known = {row[0]: Bank(*row) for row in index.execute("SELECT file, name, format, digest, entries FROM banks")}
        names = _names(references)
        wanted = {file: (names.get(file) or bank_name(path), _digest(path)) for file, path in files.items()}
        changed = [file for file, bank in known.items() if wanted.get(file) != (bank.name, bank.digest)]
        added = [file for file in wanted if file not in known or file in changed]
        if changed or added:
            _drop(index, changed)
            for file in sorted(added):
                _load(index, files[file], *wanted[file])
        index.executescript(_INDEXES)  # an interrupted reading may have left them out
        banks = [Bank(*row) for row in index.execute("SELECT file, name, format, digest, entries FROM banks")]
    index.close()
    return sorted(banks, key=lambda bank: bank.file)


def open_index(references: Path) -> sqlite3.Connection | None:
    """The index for reading, up to date; None where there is no bank."""
    return _open(references) if refresh(references) else None


def _index_path(references: Path) -> Path:
    return references.with_suffix(".db")


def _open(references: Path) -> sqlite3.Connection:
    path = _index_path(references)
    index = sqlite3.connect(path)
    version = index.execute("PRAGMA user_version").fetchone()[0]
    if version != int(_VERSION):
        index.close()
        path.unlink()
        index = sqlite3.connect(path)
        index.executescript(_TABLES)
        index.execute(f"PRAGMA user_version = {_VERSION}")
    return index


def _drop(index: sqlite3.Connection, files: Iterable[str]) -> None:
    index.executescript("DROP INDEX IF EXISTS forms_key; DROP INDEX IF EXISTS designations_entry;")
    for file in files:
        for table in ("designations", "forms"):
            index.execute(f"DELETE FROM {table} WHERE entry_id IN (SELECT id FROM entries WHERE file = ?)", [file])
        index.execute("DELETE FROM entries WHERE file = ?", [file])
        index.execute("DELETE FROM banks WHERE file = ?", [file])


def _load(index: sqlite3.Connection, path: Path, name: str, digest: str) -> None:
    (last,) = index.execute("SELECT COALESCE(MAX(id), 0) FROM entries").fetchone()
    numbered = enumerate(read_bank(path), last + 1)
    number = last
    while batch := list(islice(numbered, 2000)):
        number = batch[-1][0]
        index.executemany(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(n, path.name, e.id, e.definition, e.domain, e.date, e.url) for n, e in batch],
        )
        index.executemany(
            "INSERT INTO designations VALUES (?, ?, ?, ?, ?)",
            [(n, d.text, d.language, d.status, d.reliability) for n, e in batch for d in e.designations],
        )
        index.executemany("INSERT INTO forms VALUES (?, ?, ?, ?)", [(*k, n) for n, e in batch for k in _keys(e)])
    index.execute(
        "INSERT INTO banks VALUES (?, ?, ?, ?, ?)", (path.name, name, bank_format(path), digest, number - last)
    )


def _keys(entry: Entry) -> Iterable[tuple[str, str, str]]:
    found: dict[tuple[str, str, str], None] = {}
    for designation in entry.designations:
        for form in (designation.text, *designation.others):
            key = exact_key(form)
            found[key, designation.language, designation.status] = None
            if (loose := _without_plurals(key)) != key:
                found[f"~{loose}", designation.language, designation.status] = None
    return found


def _names(references: Path) -> dict[str, str]:
    manifest = references / MANIFEST
    if not manifest.is_file():
        return {}
    try:
        return {str(file): str(name) for file, name in json.loads(manifest.read_text(encoding="utf-8")).items()}
    except (ValueError, AttributeError) as error:
        raise GlossaryError(f"{manifest}: not a list of names ({error}); delete it and add the banks again") from error


def _save_names(references: Path, names: dict[str, str]) -> None:
    text = json.dumps(dict(sorted(names.items())), ensure_ascii=False, indent=1)
    (references / MANIFEST).write_text(text + "\n", encoding="utf-8")


def _digest(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
