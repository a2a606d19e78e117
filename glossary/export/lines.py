"""What a glossary for readers shows of a concept: its glosses one by one, each with a label and its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glossary.export.options import Options
from glossary.store.evidence import Concept

KINDS = {"loanword": "emprunt", "term": "terme", "abbreviation": "sigle"}
GLOSSES = {
    "translation": "traduction attestée",
    "definition": "définition attestée",
    "paraphrase": "explication attestée",
    "acronym": "développement attesté",
}
STATUSES = {
    "preferred": "terme officiel recommandé",
    "admitted": "terme officiel admis",
    "deprecated": "forme officiellement déconseillée",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of evidence: what it says, what it is, the words it stands in and where they are."""

    evidence: str
    label: str
    text: str
    language: str
    source: str | None = None
    date: str | None = None
    url: str | None = None
    quotation: str | None = None

    @property
    def cited(self) -> str:
        """The source and its date on one line."""
        return ", ".join(part for part in (self.source, self.date) if part)


def lines(concept: Concept, options: Options) -> Iterator[Line]:
    """The evidence of a concept, a person's choice first and a machine's proposals last."""
    if concept.preferred_gloss:
        yield Line("curated", "choix de la rédaction", concept.preferred_gloss, "fr")
    for gloss in concept.glosses:
        source = gloss.source
        url = options.article_url(source)
        label = GLOSSES[gloss.kind]
        date = source.published
        yield Line("attested", label, gloss.text, gloss.language, source.name, date, url, gloss.quotation)
    for found in concept.equivalents:
        bank = ", ".join(part for part in (found.source, found.entry) if part)
        label = STATUSES[found.status]
        yield Line("official", label, found.text, found.language, bank, found.date, found.url)
    if options.machine:
        for proposal in concept.translations:
            label = "traduction automatique, non attestée"
            yield Line("machine", label, proposal.text, proposal.language, f"{proposal.engine}, {proposal.model}")
