"""JSON Lines: a concept a line with all its evidence, each piece with its kind and its permalink."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, BinaryIO

from glossary.export.options import Options
from glossary.export.texts import utf8_lines
from glossary.store.evidence import Concept, Source


def write_jsonl(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> None:
    """One JSON object a line, with ``evidence`` on every gloss, equivalent and translation."""
    with utf8_lines(out) as text:
        for concept in concepts:
            text.write(json.dumps(describe(concept, options), ensure_ascii=False) + "\n")


def describe(concept: Concept, options: Options) -> dict[str, Any]:
    """The concept as JSON; empty lists stay, so that every line has the same keys."""
    return {
        "slug": concept.slug,
        "url": options.term_url(concept),
        "term": concept.term,
        "kind": concept.kind,
        "language": concept.language,
        "status": concept.status,
        "note": concept.note,
        "variants": list(concept.variants),
        "frequency": concept.frequency,
        "articles": concept.articles,
        "first_seen": concept.first_seen,
        "last_seen": concept.last_seen,
        "glosses": _glosses(concept, options),
        "equivalents": [{"evidence": "official", **asdict(found)} for found in concept.equivalents],
        "translations": [
            {"evidence": "machine", **asdict(found)} for found in (concept.translations if options.machine else ())
        ],
        "examples": [{"text": found.text, **_source(found.source, options)} for found in concept.examples],
    }


def _glosses(concept: Concept, options: Options) -> list[dict[str, Any]]:
    curated = [{"evidence": "curated", "text": concept.preferred_gloss}] if concept.preferred_gloss else []
    return curated + [
        {
            "evidence": "attested",
            "text": found.text,
            "kind": found.kind,
            "language": found.language,
            "quotation": found.quotation,
            **_source(found.source, options),
            "rule": found.rule,
            "confidence": found.confidence,
            "status": found.status,
        }
        for found in concept.glosses
    ]


def _source(source: Source, options: Options) -> dict[str, str | None]:
    return {
        "source": source.name,
        "title": source.title,
        "date": source.published,
        "article": options.article_url(source),
        "original": source.url,
    }
