"""Concepts → pairs of a source and a target, for the tools that know nothing else.

A pair never has a discouraged form on either side, nor a definition as its target, and always says whose word it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glossary.export.names import Name, definitions, is_discouraged, names
from glossary.export.options import Options
from glossary.store.evidence import Concept


@dataclass(frozen=True, slots=True)
class Pair:
    """A source, a target and whose word it is that one is the other."""

    source: str
    target: str
    evidence: str  # curated | official | attested | machine
    statement: str  # the same for people, in French
    definition: str | None
    example: str | None
    domain: str | None


def pairs(concept: Concept, options: Options) -> Iterator[Pair]:
    """The pairs of a concept, best first: a machine's only where it is asked for, and never two machines' words."""
    found = [name for name in names(concept, options) if name.form != "variant"]
    sources = [name for name in found if _is_source(name, options, concept)]
    targets = [name for name in found if _is_target(name, options, concept)]
    explained = next((text for text, _, _ in definitions(concept, options)), None)
    example = concept.examples[0].text if concept.examples else None
    domain = next((e.domain for e in concept.equivalents if e.domain), None)
    for source in sources:
        for target in targets:
            if source.text == target.text or (source.machine_only and target.machine_only):
                continue
            evidence, statement = _weakest(source, target)
            yield Pair(source.text, target.text, evidence, statement, explained, example, domain)


def _is_source(name: Name, options: Options, concept: Concept) -> bool:
    """A discouraged loanword is a word to be translated like any other; a discouraged French form is left out."""
    discouraged = name.status == "deprecated" or (name.own and is_discouraged(concept))
    return _speaks(name, options.source, concept) and not (discouraged and (options.source == "fr" or not name.own))


def _is_target(name: Name, options: Options, concept: Concept) -> bool:
    """Nothing that a term bank discourages is ever proposed."""
    discouraged = name.status == "deprecated" or (name.own and is_discouraged(concept))
    return _speaks(name, options.target, concept) and not discouraged


def _speaks(name: Name, language: str, concept: Concept) -> bool:
    """A bank that says no language means the other one than the term's."""
    return name.language == language or (name.language == "und" and not name.own and concept.language != language)


def _weakest(source: Name, target: Name) -> tuple[str, str]:
    """What the pair rests on: a machine if either side is a machine's, else the proof of what is not the term."""
    for name in (target, source):
        if name.machine_only:
            return "machine", name.proofs[0].statement
    given = source if target.own and not source.own else target
    return given.proofs[0].evidence, given.proofs[0].statement
