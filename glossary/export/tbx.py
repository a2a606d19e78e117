"""TBX-Basic: ISO 30042:2019 in the DCA style (version 3), or the older martif (version 2) that OmegaT and Weblate read.

A definition stands at the concept, a context at its term, each in a ``descripGrp`` beside its source. TBX-Basic has
no data category for where a name comes from, so every name carries a note that says it, a machine's above all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from lxml import etree

from glossary.export.names import Name, Proof, definitions, is_discouraged, names
from glossary.export.options import Options
from glossary.export.texts import xml_text
from glossary.model import GlossaryError
from glossary.store.evidence import Concept

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_STATUS = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
}
_TYPES = {"acronym": "acronym", "full": "fullForm", "variant": "variant"}
_POS = frozenset({"noun", "verb", "adjective", "adverb"})
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_SOURCE = "Glossaire tiré d'articles de presse ; chaque entrée dit d'où elle vient."


@dataclass(frozen=True, slots=True)
class Tags:
    """What the two versions call the same things."""

    entry: str
    language: str
    term: str


TAGS = {3: Tags("conceptEntry", "langSec", "termSec"), 2: Tags("termEntry", "langSet", "tig")}


def write_tbx(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """Write one concept at a time; GlossaryError when there is none, for an empty ``body`` is not valid TBX."""
    remaining = iter(concepts)
    first = next(remaining, None)
    if first is None:
        raise GlossaryError("no term to export: TBX must hold one at least; loosen the filters or build the glossary")
    tags = TAGS[options.tbx_version]
    out.write(_opening(options.tbx_version).encode())
    for concept in chain([first], remaining):
        _write_entry(concept, tags, out, options)
    out.write(f"</body>\n</text>\n</{'tbx' if options.tbx_version == 3 else 'martif'}>\n".encode())


def _opening(version: int) -> str:
    if version == 3:
        root = f'<tbx type="TBX-Basic" style="dca" xml:lang="fr" xmlns="{NAMESPACE}">\n<tbxHeader>'
        scheme, end = "TBXBasicXCSV03.xcs", "</tbxHeader>"
    else:
        root = '<martif type="TBX-Basic" xml:lang="fr">\n<martifHeader>'
        scheme, end = "TBXBasicXCSV02.xcs", "</martifHeader>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{root}\n<fileDesc>\n<titleStmt><title>Glossaire</title></titleStmt>\n'
        f"<sourceDesc><p>{_SOURCE}</p></sourceDesc>\n</fileDesc>\n"
        f'<encodingDesc><p type="XCSURI">{scheme}</p></encodingDesc>\n{end}\n<text>\n<body>\n'
    )


def _write_entry(concept: Concept, tags: Tags, out: BinaryIO, options: Options) -> None:
    entry = etree.Element(tags.entry, id=f"c-{concept.slug}")
    domains = sorted({found.domain for found in concept.equivalents if found.domain})
    if domains:
        _add(entry, "descrip", "; ".join(domains), type="subjectField")
    for text, language, proof in definitions(concept, options):
        _add_sourced(entry, "definition", text, language, proof.source)
        _add(entry, "note", proof.statement)
    url = options.term_url(concept)
    _add(entry, "xref", url, type="externalCrossReference", target=url)
    _add(entry, "note", f"Statut dans le glossaire : {_FRENCH_STATUS.get(concept.status, concept.status)}")
    if concept.note:
        _add(entry, "note", concept.note)
    by_language: dict[str, list[Name]] = {}
    for name in names(concept, options):
        by_language.setdefault(_language(name.language), []).append(name)
    for language, found in by_language.items():
        section = etree.SubElement(entry, tags.language, {_LANG: language})
        for name in found:
            _add_term(etree.SubElement(section, tags.term), name, concept)
    etree.indent(entry)
    out.write(etree.tostring(entry, encoding="utf-8", xml_declaration=False) + b"\n")


_FRENCH_STATUS = {"proposed": "proposé", "accepted": "accepté", "rejected": "rejeté"}


def _add_term(section: etree._Element, name: Name, concept: Concept) -> None:
    _add(section, "term", name.text)
    is_term = name.own and name.form != "variant"
    if is_term and concept.pos:
        _add(section, "termNote", concept.pos if concept.pos in _POS else "other", type="partOfSpeech")
    status = name.status or ("deprecated" if name.own and is_discouraged(concept) else None)
    if status:
        _add(section, "termNote", _STATUS[status], type="administrativeStatus")
    if name.form:
        _add(section, "termNote", _TYPES[name.form], type="termType")
    for proof in name.proofs:
        if proof.quotation:
            _add_sourced(section, "context", proof.quotation, "fr", proof.source)
    for statement in _statements(name.proofs):
        _add(section, "note", statement)


def _statements(proofs: Iterable[Proof]) -> Iterator[str]:
    return iter(dict.fromkeys(proof.statement for proof in proofs if proof.statement))


def _add_sourced(parent: etree._Element, kind: str, text: str, language: str, source: str | None) -> None:
    group = etree.SubElement(parent, "descripGrp")
    _add(group, "descrip", text, language, type=kind)
    if source:
        _add(group, "admin", source, type="source")


def _add(parent: etree._Element, tag: str, text: str, language: str | None = None, **attributes: str) -> None:
    child = etree.SubElement(parent, tag, attributes)
    if language:
        child.set(_LANG, _language(language))
    child.text = xml_text(text)


def _language(code: str) -> str:
    """The code where it is one, else « und » (undetermined)."""
    return code if _LANGUAGE.match(code) else "und"
