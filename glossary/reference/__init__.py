"""Public term banks: FranceTerme, IATE and any term list → entries, whatever the file is called."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from glossary.model import GlossaryError
from glossary.reference import franceterme, tables, tbx
from glossary.reference.entries import Entry
from glossary.reference.xml import first_tag

TABLES = (".csv", ".tsv", ".tab", ".txt", ".utf8")


def bank_format(path: Path) -> str:
    """What kind of file it is, told by its content where the suffix does not say it."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return "xlsx"
    with path.open("rb") as content:
        start = content.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        root = first_tag(path)
        if root == franceterme.ROOT:
            return "franceterme"
        if root in tbx.ROOTS:
            return "tbx"
        raise GlossaryError(
            f"{path}: XML with the root <{root}>; known are FranceTerme's <CRITER> and TBX's <tbx> and <martif>"
        )
    if b"\0" in start or suffix not in TABLES:
        raise GlossaryError(f"{path}: not a term bank; known are FranceTerme XML, TBX, CSV, TSV and XLSX")
    return "table"


def read_bank(path: Path) -> Iterator[Entry]:
    """The entries of a term bank, streaming."""
    readers = {
        "franceterme": franceterme.read_franceterme,
        "tbx": tbx.read_tbx,
        "table": tables.read_csv,
        "xlsx": tables.read_xlsx,
    }
    yield from readers[bank_format(path)](path)


def bank_name(path: Path) -> str:
    """What to call the bank where nobody says it."""
    return franceterme.NAME if bank_format(path) == "franceterme" else path.stem
