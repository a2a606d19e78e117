"""Term lists as tables: CSV, TSV and XLSX, with or without a header, other tools' exports and our own."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from glossary.forms import fold
from glossary.model import GlossaryError
from glossary.reference.entries import Designation, Entry
from glossary.reference.headwords import headword

_LANGUAGES = {
    "fr": "fr français francais french french_france fra fre",
    "en": "en anglais english english_united_states english_united_kingdom eng",
    "de": "de allemand german deu ger",
    "es": "es espagnol spanish spa",
    "it": "it italien italian ita",
}  # fmt: skip
_ROLES = {
    "term": "term terme mot source headword vedette",
    "target": "target traduction translation equivalent équivalent cible terme_officiel",
    "official": "official_equivalent",
    "gloss": "gloss",
    "gloss_kind": "gloss_kind",
    "language": "language langue lang source_lang",
    "target_language": "target_lang",
    "definition": "definition définition",
    "domain": "domain domaine subject_field subjectfield entry_subject",
    "date": "date date_str datepub",
    "url": "url lien link permalink",
    "id": "id entry entry_id numero numéro cid slug",
    "status": "status statut",
    "deprecated": "deprecated discouraged forbidden_terms déconseillé a_interroger",
    "fuzzy": "fuzzy",
}
_STATUS = {
    "preferred": "preferred", "privilegie": "preferred", "prefere": "preferred", "recommande": "preferred",
    "admitted": "admitted", "synonyme": "admitted", "admis": "admitted",
    "deprecated": "deprecated", "deconseille": "deprecated", "forbidden": "deprecated",
}  # fmt: skip
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})")
_NAMES_THE_TERM = {"translation", "acronym", "curated"}  # kinds of gloss that can stand in its place
_UNPACKED = 1 << 31  # bytes; a workbook that unpacks to more is not a term list


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table holds what."""

    roles: dict[str, int] = field(default_factory=dict)
    languages: dict[int, str] = field(default_factory=dict)  # column → its language


def read_csv(path: Path) -> Iterator[Entry]:
    """A table behind commas, semicolons or tabs, in UTF-8 or, as older Excels save it, in Windows-1252."""
    encoding = _encoding(path)
    with path.open(encoding=encoding, newline="") as text:
        first = next((line for line in text if line.strip() and not line.startswith("#")), "")
        # Commas stand in sentences too, tabs do not.
        delimiter = "\t" if "\t" in first else max(";,", key=first.count)
        text.seek(0)
        plain_tabs = delimiter == "\t" and '"' not in first
        rows = csv.reader(text, delimiter=delimiter)
        yield from _entries(path, ([cell or "" for cell in row] for row in rows if _is_row(row, plain_tabs)))


def read_xlsx(path: Path) -> Iterator[Entry]:
    """Every sheet of a workbook; formulas are never computed."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED:
                raise GlossaryError(f"{path}: it unpacks to more than 2 GB; not a term list")
        workbook = load_workbook(path, read_only=True)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise GlossaryError(f"{path}: not an XLSX workbook ({error}); save it again as .xlsx") from error
    for sheet in workbook.worksheets:
        rows = sheet.iter_rows(values_only=True)
        yield from _entries(path, (["" if c is None else str(c) for c in row] for row in rows if any(row)))
    workbook.close()


def _is_row(row: list[str], plain_tabs: bool) -> bool:
    return any(row) and not (plain_tabs and row[0].startswith("#"))


def _encoding(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as text:
            for _ in text:
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _entries(path: Path, rows: Iterable[list[str]]) -> Iterator[Entry]:
    remaining = iter(rows)
    first = next(remaining, None)
    if first is None:
        return
    columns = _header(first)
    if columns is None:
        if len(first) < 2:
            raise GlossaryError(f"{path}: one column only; a term list needs a term and its equivalent")
        # As DeepL and OmegaT write it: source, target, and perhaps their two languages.
        columns = Columns({"term": 0, "target": 1})
        if len(first) >= 4 and all(re.fullmatch(r"[A-Za-z]{2}(-[A-Za-z]{2})?", cell) for cell in first[2:4]):
            columns = Columns({"term": 0, "target": 1, "language": 2, "target_language": 3})
        remaining = chain([first], remaining)
    for row in remaining:
        designations = tuple(_designations(row, columns))
        if designations:
            cell = _Row(row, columns)
            date = _ISO.search(cell["date"])
            kind_of_gloss, gloss = cell["gloss_kind"], cell["gloss"]
            explained = gloss if gloss and kind_of_gloss not in _NAMES_THE_TERM else ""
            yield Entry(
                id=cell["id"] or None,
                designations=designations,
                definition=cell["definition"] or explained or None,
                domain=cell["domain"] or None,
                date=date[1] if date else None,
                url=cell["url"] if cell["url"].startswith("http") else None,
            )


class _Row:
    """A row by the names of its columns; what is missing is empty."""

    def __init__(self, cells: list[str], columns: Columns) -> None:
        self.cells = cells
        self.columns = columns

    def __getitem__(self, role: str) -> str:
        place = self.columns.roles.get(role)
        return _plain(self.cells[place]) if place is not None and place < len(self.cells) else ""


def _plain(cell: str) -> str:
    """The cell without the apostrophe that our CSV for Excel puts before a formula."""
    return (cell[1:] if re.match(r"'[=+\-@\t\r\n＝＋－＠]", cell) else cell).strip()


def _header(cells: list[str]) -> Columns | None:
    """The columns that the first row names; None when it is a row like the others."""
    columns = Columns()
    for place, cell in enumerate(cells):
        name = re.sub(r"[^a-z0-9]+", "_", fold(cell)).strip("_")
        for code, names in _LANGUAGES.items():
            if name in map(fold, names.split()) or (name.startswith(f"{code}_") and len(name) == 5):
                columns.languages[place] = code
        for role, names in _ROLES.items():
            if name in map(fold, names.split()):
                columns.roles.setdefault(role, place)
    if not columns.roles and set(columns.languages) == {2, 3}:
        return None  # DeepL's « whistleblower,lanceur d'alerte,EN,FR » is a row
    named = len(columns.languages) + len(columns.roles.keys() & {"term", "target", "official"})
    return columns if named >= 1 and len(columns.languages) + len(columns.roles) >= 2 else None


def _designations(row: list[str], columns: Columns) -> Iterator[Designation]:
    cell = _Row(row, columns)
    if fold(cell["fuzzy"]) == "true":  # Weblate's mark of what nobody has checked
        return
    language = cell["language"].split("-")[0].lower() or "und"
    status = _STATUS.get(fold(cell["status"]), "preferred")
    if cell["term"]:
        yield _designation(cell["term"], language, "preferred")
    for place, code in columns.languages.items():
        if place < len(row) and (text := _plain(row[place])):
            yield _designation(text, code, status)
    if cell["target"]:
        yield _designation(cell["target"], cell["target_language"].split("-")[0].lower() or "und", status)
    for official in filter(None, cell["official"].split(" | ")):
        yield _designation(official, "fr" if language != "fr" else "und", "preferred")
    if cell["gloss"] and cell["gloss_kind"] in _NAMES_THE_TERM:
        yield _designation(cell["gloss"], "fr", "admitted")
    for discouraged in filter(None, re.split(r"\s*[|;,]\s*", cell["deprecated"])):
        yield _designation(discouraged, "fr", "deprecated")


def _designation(text: str, language: str, status: str) -> Designation:
    form, others = headword(text)
    return Designation(form, language, status, others=others)
