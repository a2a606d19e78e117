"""FranceTerme's file (Licence Ouverte): <CRITER><Article …>, the terms of the Commission d'enrichissement."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from glossary.reference.entries import Designation, Entry
from glossary.reference.headwords import headword, split_forms
from glossary.reference.xml import read_elements
from glossary.reference.xml import text_of as raw_text

ROOT = "CRITER"
NAME = "FranceTerme"
_PAGE = "https://www.culture.fr/franceterme/terme/"
_STATUS = {"privilegie": "preferred", "synonyme": "admitted"}
# An editor's HTML within the text, escaped or in a CDATA section: « CO<sub>2</sub> », « l&#8217;air ».
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def read_franceterme(path: Path) -> Iterator[Entry]:
    """The published records; cancelled ones (annule="1") and antonyms are left out."""
    for _, article in read_elements(path, frozenset({"Article"})):
        if article.get("annule") == "1" or article.get("publie") == "0":
            continue
        parts: dict[str, list[etree._Element]] = {}
        for part in article:
            parts.setdefault(part.tag, []).append(part)
        designations = _unique(
            [*_french(parts.get("Terme", ())), *_foreign(parts.get("Equivalent", ())), *_discouraged(parts)]
        )
        if designations:
            number = article.get("numero") or article.get("id")
            yield Entry(
                id=number,
                designations=designations,
                definition=" ".join(map(text_of, parts.get("Definition", ()))) or None,
                domain=_domain(parts.get("Domaine", ())),
                date=_date(" ".join(map(text_of, parts.get("DatePub", ())))),
                url=f"{_PAGE}{number}" if article.get("numero") else None,
            )


def text_of(element: etree._Element | None) -> str:
    """The text on one line, without an editor's HTML."""
    return _plain(raw_text(element))


def _plain(text: str) -> str:
    if "<" not in text and "&" not in text:
        return text
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def _french(terms: Iterable[etree._Element]) -> Iterator[Designation]:
    for term in terms:
        status = _STATUS.get(term.get("statut") or "")
        if status is None:
            continue
        if found := _plain((term.get("Terme") or term.text or "").strip()):
            yield _designation(found, "fr", status)
        for variant in term.iterfind("variantes/variante") if len(term) else ():
            if text := text_of(variant):
                yield _designation(text, "fr", "admitted")


def _foreign(equivalents: Iterable[etree._Element]) -> Iterator[Designation]:
    for equivalent in equivalents:
        language = (equivalent.get("langue") or "en").lower()
        for found in equivalent.iter("Equi_prop", "variante"):
            if text := text_of(found):
                yield _designation(text, language, "preferred" if found.tag == "Equi_prop" else "admitted")


def _discouraged(parts: dict[str, list[etree._Element]]) -> Iterator[Designation]:
    """« A-interroger »: what people say and should not, loanwords for the most part."""
    for field in parts.get("A-interroger", ()):
        for form in split_forms(text_of(field)):
            yield Designation(form, "fr", "deprecated")


def _designation(text: str, language: str, status: str) -> Designation:
    form, others = headword(text)
    return Designation(form, language, status, others=others)


def _unique(found: list[Designation]) -> tuple[Designation, ...]:
    """Each form once a language, with the first status: a preferred form is not also a discouraged one."""
    return tuple({(d.language, d.text): d for d in reversed(found)}.values())[::-1]


def _domain(domains: Iterable[etree._Element]) -> str | None:
    names = [text_of(found) for domain in domains for found in domain]
    return " / ".join(dict.fromkeys(name for name in names if name)) or None


def _date(text: str) -> str | None:
    match = _DATE.search(text)
    return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}" if match else None
