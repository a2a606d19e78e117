"""What a concept is called in each language, and on whose word: what bilingual formats, TBX and SKOS are made of.

A *name* can stand in a text in the place of the term (a translation, an expansion, an official equivalent); a
definition or a paraphrase cannot, and never becomes one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from glossary.export.options import Options
from glossary.forms import fold
from glossary.store.evidence import AttestedGloss, Concept, Equivalent, MachineTranslation

FRENCH = "fr"


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a name or a definition is in the glossary; ``statement`` says it to people, in French."""

    evidence: str  # curated | attested | official | machine
    statement: str  # empty where the quotation says it all
    quotation: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A form that designates the concept in a language; ``status`` is a term bank's word on it."""

    text: str
    language: str
    proofs: tuple[Proof, ...]
    status: str | None = None  # preferred | admitted | deprecated
    form: str | None = None  # full | acronym | variant
    own: bool = False  # the term itself or one of its variants

    @property
    def machine_only(self) -> bool:
        """Nobody but a machine proposes it."""
        return all(proof.evidence == "machine" for proof in self.proofs)


def names(concept: Concept, options: Options) -> list[Name]:
    """The names of the concept, each once a language: its own first, then curated, official, attested, machine."""
    merged: dict[tuple[str, str], Name] = {}
    for name in _own_names(concept, options), _given_names(concept, options):
        for found in name:
            if not found.text.strip():
                continue
            key = (found.language, found.text)
            known = merged.get(key)
            merged[key] = _merge(known, found) if known else found
    return list(merged.values())


def definitions(concept: Concept, options: Options) -> list[tuple[str, str, Proof]]:
    """What explains the concept without naming it: text, language and proof, the one that is shown first."""
    found = []
    if concept.preferred_gloss and concept.language == FRENCH and concept.kind != "abbreviation":
        found.append((concept.preferred_gloss, FRENCH, CURATED))
    found += [
        (gloss.text, gloss.language, attested(gloss, options))
        for gloss in concept.glosses
        if gloss.kind in ("definition", "paraphrase")
    ]
    seen = set()
    for equivalent in concept.equivalents:
        if equivalent.definition and equivalent.definition not in seen:
            seen.add(equivalent.definition)
            found.append((equivalent.definition, FRENCH, official(equivalent)))
    return found


def is_discouraged(concept: Concept) -> bool:
    """Whether a term bank says not to use the term itself."""
    discouraged = [found.text for found in concept.equivalents if found.status == "deprecated"]
    return bool(discouraged) and fold(concept.term) in map(fold, discouraged)


CURATED = Proof("curated", "Choix de la rédaction du glossaire")


def attested(gloss: AttestedGloss, options: Options) -> Proof:
    """An article's own words as proof."""
    return Proof(
        "attested",
        f"Attesté (confiance {gloss.confidence:.2f}, règle {gloss.rule}) : {options.cite(gloss.source)}",
        gloss.quotation,
        options.cite(gloss.source),
    )


def official(found: Equivalent) -> Proof:
    """A term bank's entry as proof."""
    reliability = f"fiabilité {found.reliability}" if found.reliability is not None else None
    place = ", ".join(part for part in (found.source, found.entry, found.date, reliability, found.url) if part)
    return Proof("official", f"Terme officiel : {place}", None, place)


def machine(found: MachineTranslation) -> Proof:
    """A machine's proposal; the words « traduction automatique » go wherever it goes."""
    return Proof(
        "machine",
        f"Traduction automatique, non attestée ({found.engine}, modèle {found.model}, proposition {found.rank})",
    )


def _own_names(concept: Concept, options: Options) -> Iterator[Name]:
    proofs = tuple(Proof("attested", "", e.text, options.cite(e.source)) for e in concept.examples)
    form = "acronym" if concept.kind == "abbreviation" else None
    yield Name(concept.term, concept.language, proofs or (CURATED,), form=form, own=True)
    for variant in concept.variants:
        yield Name(variant, concept.language, (Proof("attested", "Variante relevée"),), form="variant", own=True)


def _given_names(concept: Concept, options: Options) -> Iterator[Name]:
    if concept.preferred_gloss and (concept.language != FRENCH or concept.kind == "abbreviation"):
        full = "full" if concept.kind == "abbreviation" else None
        yield Name(concept.preferred_gloss, FRENCH, (CURATED,), form=full)
    for found in concept.equivalents:
        yield Name(found.text, found.language, (official(found),), status=found.status)
    for gloss in concept.glosses:
        if gloss.kind in ("translation", "acronym"):
            full = "full" if gloss.kind == "acronym" else None
            yield Name(gloss.text, gloss.language, (attested(gloss, options),), form=full)
    if options.machine:
        for translation in concept.translations:
            yield Name(translation.text, translation.language, (machine(translation),))


def _merge(known: Name, other: Name) -> Name:
    """One name for two proofs; a bank's « deprecated » outweighs another's « preferred »."""
    worst = {"deprecated": 0, "preferred": 1, "admitted": 2}
    statuses = [status for status in (known.status, other.status) if status]
    return replace(
        known,
        proofs=known.proofs + other.proofs,
        status=min(statuses, key=worst.__getitem__) if statuses else None,
        form=known.form or other.form,
    )
