"""TBX of version 2 (martif) and 3, of any dialect and style: IATE's export, other banks', and our own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from glossary.reference.entries import Designation, Entry
from glossary.reference.headwords import headword
from glossary.reference.xml import local_name, read_elements, text_of

ROOTS = ("tbx", "martif")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = frozenset({"conceptEntry", "termEntry"})
# IATE of 2018 and later counts 1 to 4, the earlier export 1, 6, 9, 10; below « reliable » a form is only admitted.
_RELIABLE = frozenset({3, 4, 9, 10})
_DISCOURAGED = ("deprecated", "superseded", "obsolete", "forbidden", "notrecommended")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_tbx(path: Path) -> Iterator[Entry]:
    """The entries with their terms, domains, definition and link; IATE's reliability codes are kept as given."""
    for _, element in read_elements(path, _ENTRIES):
        designations = tuple(_designations(element))
        if designations:
            dates = [text_of(found) for found in _all(element, "date")]
            yield Entry(
                id=element.get("id"),
                designations=designations,
                definition=_data(element, "definition"),
                domain=_data(element, "subjectField"),
                date=max((date for date in dates if _DATE.match(date)), default=None),
                url=next((x.get("target") for x in _all(element, "xref") if x.get("target")), None),
            )


def _designations(entry: etree._Element) -> Iterator[Designation]:
    for section in entry:
        if local_name(section) not in ("langSec", "langSet"):
            continue
        language = (section.get(_LANG) or section.get("lang") or "und").split("-")[0].lower()
        for term_section in _term_sections(section):
            term = next(iter(_all(term_section, "term")), None)
            if term is None or not text_of(term) or _is_machine(term_section):
                continue
            code = _data(term_section, "reliabilityCode")
            reliability = int(code) if code and code.isdigit() else None
            form, others = headword(text_of(term))
            yield Designation(form, language, _status(term_section, reliability), reliability, others)


def _term_sections(section: etree._Element) -> Iterator[etree._Element]:
    yield from (child for child in section.iter() if local_name(child) in ("termSec", "tig", "ntig"))


def _status(section: etree._Element, reliability: int | None) -> str:
    said = (_data(section, "administrativeStatus") or _data(section, "normativeAuthorization") or "").lower()
    if said.startswith(_DISCOURAGED):
        return "deprecated"
    if said.startswith("preferred"):
        return "preferred"
    if said.startswith("admitted") or (reliability is not None and reliability not in _RELIABLE):
        return "admitted"
    return "preferred"


def _is_machine(section: etree._Element) -> bool:
    """Our own exports say so in a note; a machine's proposal must not come back as a bank's word."""
    return any(text_of(note).startswith("Traduction automatique") for note in _all(section, "note"))


def _data(element: etree._Element, category: str) -> str | None:
    """The text of a data category, written as an attribute (DCA) or as an element (DCT)."""
    for found in element.iter():
        if (found.get("type") == category or local_name(found) == category) and (text := text_of(found)):
            return text
    return None


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (found for found in element.iter() if local_name(found) == name)
