"""SKOS, as Turtle or JSON-LD: a concept with its labels, its definitions and examples, and the proof of each.

Written by hand, one concept at a time: a graph in memory would hold the whole glossary. A label is what names the
concept in a language, at most one of them preferred; what a term bank discourages is hidden, a machine's proposal is
only a note. Each piece of evidence is a note with its text, source, date and kind (SKOS Reference, § 7: documentation
as a related resource).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, BinaryIO

from glossary.export.lines import Line, lines
from glossary.export.names import Name, definitions, is_discouraged, names
from glossary.export.options import Options
from glossary.export.texts import utf8_lines
from glossary.store.evidence import Concept

PREFIXES = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dct": "http://purl.org/dc/terms/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\\"\x00-\x1f\x7f]')
_NOT_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def write_turtle(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """Turtle, a block a concept."""
    with utf8_lines(out) as text:
        for prefix, iri in PREFIXES.items():
            text.write(f"@prefix {prefix}: <{iri}> .\n")
        text.write(f'\n<{_scheme(options)}> a skos:ConceptScheme ; dct:title "Glossaire"@fr .\n')
        for concept in concepts:
            text.write("\n" + _turtle(describe(concept, options)))


def write_jsonld(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """JSON-LD, a line a concept within one graph."""
    context = {**PREFIXES, "dct:date": {"@type": "xsd:date"}}
    with utf8_lines(out) as text:
        text.write(f'{{"@context": {json.dumps(context)},\n"@graph": [\n')
        scheme = {"@id": _scheme(options), "@type": "skos:ConceptScheme", "dct:title": _literal("Glossaire", "fr")}
        text.write(json.dumps(scheme, ensure_ascii=False))
        for concept in concepts:
            text.write(",\n" + json.dumps(describe(concept, options), ensure_ascii=False))
        text.write("\n]}\n")


def describe(concept: Concept, options: Options) -> dict[str, Any]:
    """The concept as a JSON-LD node, from which Turtle is written too."""
    url = options.term_url(concept)
    node: dict[str, Any] = {"@id": url, "@type": "skos:Concept", "skos:inScheme": {"@id": _scheme(options)}}
    found = names(concept, options)
    labels = [name for name in found if not name.machine_only]
    preferred = _preferred(labels)
    node["skos:prefLabel"] = [_literal(name.text, name.language) for name in preferred.values()]
    others = [name for name in labels if name is not preferred.get(name.language)]
    node["skos:altLabel"] = [_literal(n.text, n.language) for n in others if not _hidden(n, concept)]
    node["skos:hiddenLabel"] = [_literal(n.text, n.language) for n in others if _hidden(n, concept)]
    node["skos:definition"] = [_literal(text, language) for text, language, _ in definitions(concept, options)]
    examples = dict.fromkeys([e.text for e in concept.examples] + [g.quotation for g in concept.glosses])
    node["skos:example"] = [_literal(example, "fr") for example in examples]
    if concept.first_seen:
        seen = f"Relevé du {concept.first_seen} au {concept.last_seen or concept.first_seen}"
        node["skos:historyNote"] = [_literal(seen, "fr")]
    if concept.note:
        node["skos:editorialNote"] = [_literal(concept.note, "fr")]
    node["skos:note"] = [_proof(line, f"{url}#preuve-{i}") for i, line in enumerate(lines(concept, options), 1)]
    return {key: value for key, value in node.items() if value}


def _preferred(labels: list[Name]) -> dict[str, Name]:
    """At most one label a language, as SKOS asks: the term itself, else the best that no bank discourages."""
    chosen: dict[str, Name] = {}
    for name in labels:
        if name.form != "variant" and (name.own or name.status != "deprecated"):
            chosen.setdefault(name.language, name)
    return chosen


def _hidden(name: Name, concept: Concept) -> bool:
    return name.status == "deprecated" or (name.own and is_discouraged(concept))


def _proof(line: Line, iri: str) -> dict[str, Any]:
    proof: dict[str, Any] = {"@id": iri, "rdf:value": _literal(line.text, line.language)}
    proof["dct:type"] = line.evidence
    proof["dct:description"] = _literal(line.label, "fr")
    if line.source:
        proof["dct:source"] = line.source
    if line.date:
        proof["dct:date"] = line.date
    if line.quotation:
        proof["dct:bibliographicCitation"] = _literal(line.quotation, "fr")
    if line.url:
        proof["dct:references"] = {"@id": _iri(line.url)}
    return proof


def _scheme(options: Options) -> str:
    return f"{options.base_url.rstrip('/')}/"


def _literal(text: str, language: str) -> dict[str, str]:
    return {"@value": text, "@language": language if _LANGUAGE.match(language) else "und"}


def _iri(url: str) -> str:
    return _NOT_IRI.sub(lambda match: f"%{ord(match[0]):02X}", url)


def _turtle(node: dict[str, Any]) -> str:
    """A node and the nodes within it as Turtle; only what ``describe`` makes."""
    statements, within = [f"a {node['@type']}"] if "@type" in node else [], []
    for key, value in node.items():
        if key.startswith("@"):
            continue
        objects = []
        for given in value if isinstance(value, list) else [value]:
            objects.append(_object(key, given))
            if isinstance(given, dict) and len(given) > 1 and "@id" in given:
                within.append(_turtle(given))
        statements.append(f"{key} {', '.join(objects)}")
    return f"<{_iri(node['@id'])}> " + " ;\n  ".join(statements) + " .\n" + "".join(within)


def _object(key: str, given: Any) -> str:
    if isinstance(given, str):
        return f'"{_escape(given)}"' + ("^^xsd:date" if key == "dct:date" else "")
    if "@id" in given:
        return f"<{_iri(given['@id'])}>"
    return f'"{_escape(given["@value"])}"@{given["@language"]}'


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}", text)
