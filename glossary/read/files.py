"""Files → Articles; what cannot be read is reported and skipped, and never stops the rest."""

from __future__ import annotations

import io
import json
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from glob import glob, has_magic
from pathlib import Path
from typing import IO, Any

from glossary.model import Article, GlossaryError, Skipped, is_exhausted
from glossary.read.encoding import decode
from glossary.read.kinds import HEAD, kind_of
from glossary.read.known import Known
from glossary.read.options import DEFAULTS, TOLD, ReadOptions
from glossary.read.plain import read_plain

SIDECAR = ".meta.json"  # beside a kept copy: what was known of it when it was added
_STREAMED = ("jsonl", "csv", "zip")


def find_articles(paths: Iterable[Path | str]) -> Iterator[Path]:
    """Every file that may hold an article, sorted within its folder; GlossaryError for what does not exist.

    A path with *, ? or [] that names no file is a pattern. Hidden files and sidecars are passed over.
    """
    for path in map(Path, paths):
        if path.is_dir():
            yield from sorted(_files_below(path))
        elif path.exists() or path.is_symlink():
            yield path.resolve() if path.is_symlink() and path.exists() else path
        elif has_magic(str(path)) and (found := sorted(glob(str(path), recursive=True))):
            yield from find_articles(found)
        else:
            raise GlossaryError(f"{path}: there is no such file or folder")


def _files_below(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and not _is_saved_with_a_page(name, names)]
        for name in names + [name for name in folders if os.path.islink(os.path.join(place, name))]:
            if not name.startswith(".") and not name.endswith(SIDECAR):
                yield Path(place, name)


def _is_saved_with_a_page(folder: str, names: list[str]) -> bool:
    """Whether a browser made the folder for the images of a page it saved: « Page_fichiers », « Page_files »."""
    stem, _, end = folder.rpartition("_")
    return end in ("files", "fichiers", "Dateien", "archivos") and any(
        name in names for name in (f"{stem}.html", f"{stem}.htm", f"{stem}.xhtml")
    )


def read_articles(paths: Iterable[Path], root: Path, options: ReadOptions = DEFAULTS) -> Iterator[Article | Skipped]:
    """Each article of the files, keyed by its path from ``root``; or why it was skipped."""
    taken: set[str] = set()
    for path in paths:
        key = _key(path, root.resolve(), taken)
        try:
            _check_file(path, options)
            known, told = read_sidecar(path)
            with path.open("rb") as file:
                yield from read_file(key, path.name, file, known, replace(options, **told) if told else options)
        except OSError as error:
            if is_exhausted(error):
                raise GlossaryError(f"{key}: cannot be read now: {error.strerror}: make room, then again") from error
            yield Skipped(key, f"cannot be read: {error.strerror or error}", passing=True)
        except GlossaryError as error:
            yield Skipped(key, str(error))


def _key(path: Path, root: Path, taken: set[str]) -> str:
    """The path from the root; outside it the name and its folder, with as many more as tell it apart."""
    place = Path(os.path.abspath(path))
    if place.is_relative_to(root):
        key = place.relative_to(root).as_posix()
    else:
        parts = place.parts[1:]
        names = ("/".join(parts[-depth:]) for depth in range(2, len(parts) + 1))
        key = next((name for name in names if name not in taken), place.name)
    taken.add(key)
    return key.encode("utf-8", "replace").decode("utf-8")


def _check_file(path: Path, options: ReadOptions) -> None:
    if path.is_symlink():
        if not path.exists():
            raise GlossaryError("is a link to a file that does not exist")
        if not path.resolve().is_relative_to(path.parent.resolve()):
            raise GlossaryError("is a link that leads out of its folder: refused; name the file itself to read it")
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise GlossaryError("is not a file but a folder, a pipe or a device")
    if about.st_size == 0:
        raise GlossaryError("is empty (0 bytes)")


def read_sidecar(path: Path) -> tuple[Known, dict[str, Any]]:
    """What ``add`` noted beside a kept copy: what is known of it, and the options it is read with."""
    sidecar = path.with_name(path.name + SIDECAR)
    if not sidecar.is_file():
        return Known(), {}
    try:
        stated = json.loads(sidecar.read_text(encoding="utf-8"))
        names = {field.name for field in fields(Known)} - {"notes"}
        given: dict[str, Any] = {name: str(value) for name, value in stated.items() if name in names and value}
        return Known(**given), {name: str(stated[name]) for name in TOLD if stated.get(name)}
    except (OSError, ValueError, AttributeError) as error:
        reason = f"its sidecar {sidecar.name} is not JSON as written by add ({error}): mend or delete it"
        raise GlossaryError(reason) from error


def read_file(
    key: str, name: str, file: IO[bytes], known: Known, options: ReadOptions, nested: bool = False
) -> Iterator[Article | Skipped]:
    """The articles of one file; rows and archives stream, anything else is one article in memory."""
    head = file.read(HEAD)
    file.seek(0)
    kind = kind_of(name, head)
    if kind in _STREAMED:
        from glossary.read.containers import read_container

        yield from read_container(key, kind, file, known, options, nested)
        return
    raw = file.read(options.max_bytes + 1)
    if len(raw) > options.max_bytes:
        raise GlossaryError(f"is larger than {options.max_bytes // 1048576} MB: one article is never that long")
    if kind == "json":
        from glossary.read.containers import read_rows
        from glossary.read.rows import read_json

        yield from read_rows(key, read_json(raw, options), known, options)
        return
    yield read_one(key, kind, raw, known, options)


def read_one(key: str, kind: str, raw: bytes, known: Known, options: ReadOptions) -> Article:
    """The one article of a file; GlossaryError for whatever is wrong with it, OSError where the machine is full."""
    try:
        return _read_one(key, kind, raw, known, options)
    except GlossaryError:
        raise
    except Exception as error:
        if is_exhausted(error):
            raise
        reason = f"{type(error).__name__}: {str(error)[:120]}"
        raise GlossaryError(f"is damaged: its {kind} cannot be read ({reason})") from error


def _read_one(key: str, kind: str, raw: bytes, known: Known, options: ReadOptions) -> Article:
    if kind == "pdf":
        from glossary.read.documents import read_pdf

        text, stated = read_pdf(raw, options)
        return read_plain(key, text, known.over(stated), options)
    if kind == "mail":
        from glossary.read.mail import read_mail

        text, stated = read_mail(raw)
        return read_plain(key, text, known.over(stated), options)
    if kind == "mhtml":
        from glossary.read.mail import page_of_mhtml

        raw, kind = page_of_mhtml(raw), "page"
    if kind == "page":
        from glossary.read.page import read_page

        text, notes = decode(raw, options.encoding or _declared(raw))
        return read_page(key, text, known.over(Known(notes=notes)), options)
    return _read_text(key, kind, raw, known, options)


def _read_text(key: str, kind: str, raw: bytes, known: Known, options: ReadOptions) -> Article:
    from glossary.read.lines import normalise_newlines
    from glossary.read.markdown import read_markdown, split_front_matter

    text, notes = decode(raw, options.encoding)
    text, stated = split_front_matter(normalise_newlines(text))
    if kind == "markdown":
        text, heading = read_markdown(text)
        stated = stated.over(Known(title=heading))
    return read_plain(key, text, known.over(stated).over(Known(notes=notes)), options)


def _declared(raw: bytes) -> str | None:
    """The encoding that a page declares, if its bytes bear it out."""
    import re

    match = re.search(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", raw[:4096], re.IGNORECASE)
    if not match or raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    name = match[1].decode("ascii").lower()
    # Browsers read Latin-1 as Windows-1252, and so do the authors of pages.
    name = "cp1252" if name in ("iso-8859-1", "latin1", "latin-1", "us-ascii") else name
    try:
        raw.decode(name)
    except (LookupError, UnicodeDecodeError):
        return None
    return name


def read_bytes(key: str, name: str, raw: bytes, known: Known, options: ReadOptions) -> Iterator[Article | Skipped]:
    """The articles of a file in memory, such as a member of an archive or a fetched page."""
    try:
        yield from read_file(key, name, io.BytesIO(raw), known, options, nested=True)
    except GlossaryError as error:
        yield Skipped(key, str(error))
