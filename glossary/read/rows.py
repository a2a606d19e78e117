"""Rows of .jsonl, .json and .csv → articles, one by one: a file of any size streams."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import IO, Any

from glossary.model import GlossaryError, Skipped
from glossary.read.dates import read_date
from glossary.read.encoding import decode
from glossary.read.known import Known
from glossary.read.options import ReadOptions

# The names that exports of newsrooms and of scrapers use, in order of preference.
_USUAL = {
    "text": ("text", "texte", "body", "content", "contenu", "corps", "article", "maintext", "articlebody", "fulltext"),
    "title": ("title", "titre", "headline"),
    "published": ("published", "date", "date_publish", "date_published", "datepublished", "pubdate"),
    "publisher": ("publisher", "journal", "media", "source_name", "site", "sitename", "source", "agence", "editeur"),
    "author": ("author", "auteur", "authors", "byline"),
    "url": ("url", "link", "lien", "uri", "address", "adresse"),
    "language": ("language", "langue", "lang"),
    "id": ("id", "guid", "identifiant", "key", "slug"),
}

Row = tuple[str, str, Known]  # the part of the key behind #, the text, what its columns say


def read_jsonl(file: IO[bytes], options: ReadOptions) -> Iterator[Row | Skipped]:
    """The articles of JSON lines; a broken line is skipped with its number."""
    longest = 6 * options.max_article
    names = _Names()
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        if len(line) > longest:
            yield Skipped(f"{number}", "line is too long for an article")
            while line and not line.endswith(b"\n"):
                line = file.readline(longest)
            continue
        if not line.strip():
            continue
        try:
            row = json.loads(decode(line, options.encoding)[0] if number == 1 else line)
        except (ValueError, RecursionError, GlossaryError) as error:
            yield Skipped(f"{number}", f"line {number} is not JSON: {_short(error)}")
            continue
        yield _row(row, number, options, names)


def read_json(raw: bytes, options: ReadOptions) -> Iterator[Row | Skipped]:
    """The articles of one JSON value: an article or a list of them, perhaps under one name."""
    try:
        value = json.loads(decode(raw, options.encoding)[0])
    except (ValueError, RecursionError) as error:
        raise GlossaryError(f"is not JSON: {_short(error)}") from error
    if isinstance(value, dict) and not _column(value, "text", options):
        lists = [part for part in value.values() if isinstance(part, list)]
        value = lists[0] if len(lists) == 1 else value
    names = _Names()
    for number, row in enumerate(value if isinstance(value, list) else [value], 1):
        yield _row(row, number, options, names)


def read_csv(file: IO[bytes], options: ReadOptions) -> Iterator[Row | Skipped]:
    """The articles of a table with a header; the separator is told from the header."""
    head = file.read(65536)
    file.seek(0)
    encoding = options.encoding or _encoding_of(head)
    csv.field_size_limit(min(6 * options.max_article, 2**31 - 1))
    lines = io.TextIOWrapper(file, encoding=encoding, errors="strict", newline="")
    header = head.decode(encoding, "ignore").split("\n")[0]
    separator = max(",;\t|", key=header.count)
    reader = csv.DictReader(lines, delimiter=separator, strict=True)
    names = _Names()
    number = 1
    while True:
        number += 1
        try:
            row = next(reader, None)
        except (csv.Error, UnicodeDecodeError) as error:
            yield Skipped(f"{number}", f"row {number} cannot be read: {_short(error)}; the rest of the file is left")
            return
        if row is None:
            return
        found = _row(row, number, options, names)
        yield found
        if isinstance(found, Skipped) and number == 2 and "no column" in found.reason:
            return


def _encoding_of(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[: head.rfind(b"\n")].decode("utf-8")
    except UnicodeDecodeError:
        decode(head)  # refuses what no encoding makes French of
        return "cp1252"
    return "utf-8-sig"


class _Names:
    """The row names already given in one file: each article has its own."""

    def __init__(self) -> None:
        self.given: set[str] = set()

    def name(self, wanted: str, number: int) -> str:
        """``wanted``, or with the row's number where an earlier row has it."""
        name = wanted if wanted not in self.given else f"{wanted}~{number}"
        self.given.add(name)
        return name


def _row(row: Any, number: int, options: ReadOptions, names: _Names) -> Row | Skipped:
    if not isinstance(row, dict):
        return Skipped(f"{number}", "is not an object with named columns")
    if options.text_column and options.text_column not in row:
        return Skipped(f"{number}", f"has no column {options.text_column!r}: it has {_listed(row)}")
    text = _column(row, "text", options)
    if text is None:
        reason = f"has no column that holds the text: it has {_listed(row)}; name it with --text-column"
        return Skipped(f"{number}", reason)
    described = ("title", "publisher", "author", "url", "language")
    fields: dict[str, Any] = {field: _column(row, field, options) for field in described}
    stated = _column(row, "published", options)
    day = read_date(stated) if stated else None
    note = () if day or not stated else (f"date « {stated[:40]} » non reconnue",)
    name = names.name(_column(row, "id", options) or str(number), number)
    return name, text, Known(**fields, published=day, notes=note)


def _column(row: dict[Any, Any], field: str, options: ReadOptions) -> str | None:
    """The value of a column as text: the one that was named, or the first of the usual names."""
    named = getattr(options, "date_column" if field == "published" else f"{field}_column")
    values: Iterable[Any]
    if named:
        values = [row.get(named)]
    else:
        folded = {str(name).strip().lower(): value for name, value in row.items()}
        values = [folded.get(name) for name in _USUAL[field]]
    for value in values:
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            value = ("\n" if field == "text" else ", ").join(value)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value) if field == "text" else " ".join(str(value).split())[:500]
    return None


def _listed(row: dict[Any, Any]) -> str:
    return ", ".join(repr(str(name)[:30]) for name in list(row)[:8]) or "none"


def _short(error: BaseException) -> str:
    return str(error).split("\n")[0][:120]
