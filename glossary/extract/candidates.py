"""A possible gloss, before it is known how sure it is."""

from __future__ import annotations

from dataclasses import dataclass, field

from glossary.extract.spans import Paragraph, Span


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two spans of a paragraph that a rule pairs, with what speaks for and against it."""

    paragraph: Paragraph
    term: Span
    gloss: Span
    kind: str
    term_lang: str
    gloss_lang: str
    rule: str
    features: dict[str, float] = field(default_factory=dict)

    @property
    def term_text(self) -> str:
        return self.paragraph.text[self.term[0] : self.term[1]]

    @property
    def gloss_text(self) -> str:
        return self.paragraph.text[self.gloss[0] : self.gloss[1]]
