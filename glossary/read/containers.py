"""Files that hold many articles: rows of tables, members of archives. One bad part never stops the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from glossary.model import Article, GlossaryError, Skipped, is_exhausted
from glossary.read.known import Known
from glossary.read.options import ReadOptions
from glossary.read.plain import read_plain
from glossary.read.rows import Row, read_csv, read_jsonl


def read_container(
    key: str, kind: str, file: IO[bytes], known: Known, options: ReadOptions, nested: bool
) -> Iterator[Article | Skipped]:
    """The articles of a .jsonl, .csv or .zip, or of a document that is a .zip inside."""
    if kind == "zip":
        yield from _read_zip(key, file, known, options, nested)
    else:
        rows = read_jsonl(file, options) if kind == "jsonl" else read_csv(file, options)
        yield from read_rows(key, rows, known, options)


def read_rows(
    key: str, rows: Iterator[Row | Skipped], known: Known, options: ReadOptions
) -> Iterator[Article | Skipped]:
    """Each row as an article; its columns say more of it than its file does."""
    found = False
    for row in rows:
        found = True
        if isinstance(row, Skipped):
            yield Skipped(f"{key}#{row.key}", row.reason)
            continue
        name, text, stated = row
        try:
            yield read_plain(f"{key}#{name}", text, stated.over(known), options)
        except GlossaryError as error:
            yield Skipped(f"{key}#{name}", str(error))
    if not found:
        raise GlossaryError("holds no rows")


def _read_zip(
    key: str, file: IO[bytes], known: Known, options: ReadOptions, nested: bool
) -> Iterator[Article | Skipped]:
    from glossary.read.archives import members, open_zip, zip_kind
    from glossary.read.files import read_bytes

    with open_zip(file, options) as archive:
        kind = zip_kind(archive)
        if kind != "zip":
            yield _read_document(key, kind, file, known, options)
            return
        if nested:
            raise GlossaryError("is an archive within an archive: unpack it first")
        found = False
        for member in members(archive, options):
            found = True
            if isinstance(member, Skipped):
                yield Skipped(f"{key}#{member.key}", member.reason)
            else:
                name, raw = member
                yield from read_bytes(f"{key}#{name}", name, raw, known, options)
        if not found:
            raise GlossaryError("is an empty archive")


def _read_document(key: str, kind: str, file: IO[bytes], known: Known, options: ReadOptions) -> Article:
    from glossary.read import documents
    from glossary.read.archives import open_zip

    file.seek(0)
    raw = file.read(options.max_bytes + 1)
    if len(raw) > options.max_bytes:
        raise GlossaryError(f"is larger than {options.max_bytes // 1048576} MB: one article is never that long")
    with open_zip(file, options) as archive:
        try:
            if kind == "docx":
                text, stated = documents.read_docx(archive, raw, options)
            elif kind == "odt":
                text, stated = documents.read_odt(archive, options)
            else:
                text, stated = documents.read_epub(archive, options)
        except GlossaryError:
            raise
        except Exception as error:
            if is_exhausted(error):
                raise
            reason = f"{type(error).__name__}: {str(error)[:120]}"
            raise GlossaryError(f"is damaged: its {kind} cannot be read ({reason})") from error
    return read_plain(key, text, known.over(stated), options)
