"""What a .zip holds, without what a .zip can do: no path out of it, no bomb, no archive within."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import PurePosixPath
from typing import IO

from glossary.model import GlossaryError, Skipped
from glossary.read.options import ReadOptions

RATIO = 200  # text packs 3 to 10 times, sparse XML 50 times; bombs 1,000 times
CHUNK = 1 << 16


def open_zip(file: IO[bytes], options: ReadOptions) -> zipfile.ZipFile:
    """The archive; GlossaryError if it is damaged or holds more members than anyone reads."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError) as error:
        raise GlossaryError(f"is a damaged or incomplete .zip file: {error}") from error
    if len(archive.infolist()) > options.max_members:
        raise GlossaryError(f"holds {len(archive.infolist())} files, more than {options.max_members}: unpack it first")
    return archive


def zip_kind(archive: zipfile.ZipFile) -> str:
    """docx, odt, epub or zip, by what the archive holds."""
    names = set(archive.namelist())
    if "word/document.xml" in names:
        return "docx"
    if "META-INF/container.xml" in names:
        return "epub"
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return "odt"
    if "[Content_Types].xml" in names:
        raise GlossaryError("is a spreadsheet or a presentation: save its text as .docx, .csv or .txt")
    return "zip"


def members(archive: zipfile.ZipFile, options: ReadOptions) -> Iterator[tuple[str, bytes] | Skipped]:
    """Each file of the archive with its bytes, sorted by name; or why it is left."""
    seen: set[str] = set()
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        name = info.filename
        if info.is_dir() or PurePosixPath(name).name.startswith(".") or name.startswith("__MACOSX/"):
            continue
        shown = name.replace("\\", "/").lstrip("/")
        if ".." in PurePosixPath(shown).parts or name.startswith(("/", "\\")) or ":" in name[:3]:
            yield Skipped(PurePosixPath(shown).name or "?", "its path in the archive leads out of the archive")
        elif stat.S_ISLNK(info.external_attr >> 16):
            yield Skipped(shown, "is a link, not a file")
        elif shown in seen:
            yield Skipped(shown, "stands twice in the archive; the first one is read")
        else:
            seen.add(shown)
            try:
                yield shown, read_member(archive, info, options)
            except GlossaryError as error:
                yield Skipped(shown, str(error))


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, options: ReadOptions) -> bytes:
    """The bytes of one member, never more than allowed, whatever its header says."""
    if info.flag_bits & 1:
        raise GlossaryError("is protected by a password: unpack it first")
    if info.file_size > options.max_bytes:
        raise GlossaryError(f"would unpack to {_size(info.file_size)}, more than {_size(options.max_bytes)}")
    if info.file_size > CHUNK * 16 and info.file_size > RATIO * max(info.compress_size, 1):
        times = info.file_size // max(info.compress_size, 1)
        raise GlossaryError(f"unpacks to {times} times its size: a bomb, not an article")
    parts, size = [], 0
    try:
        with archive.open(info) as member:
            while chunk := member.read(CHUNK):
                size += len(chunk)
                if size > options.max_bytes:
                    raise GlossaryError(f"unpacks to more than {_size(options.max_bytes)}")
                parts.append(chunk)
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zlib.error,
        LZMAError,
    ) as error:
        raise GlossaryError(f"is damaged in the archive: {error}") from error
    return b"".join(parts)


def part(archive: zipfile.ZipFile, name: str, options: ReadOptions) -> bytes:
    """A named part of a document; GlossaryError if it is not there."""
    try:
        return read_member(archive, archive.getinfo(name), options)
    except KeyError as error:
        raise GlossaryError(f"is not complete: {name} is missing from it") from error


def _size(size: int) -> str:
    return f"{size / 1048576:.0f} MB" if size >= 1048576 else f"{size} bytes"
