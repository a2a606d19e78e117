"""What terminologists decided, as the store applies it: a pure value, made by replaying the decisions."""

from __future__ import annotations

from dataclasses import dataclass, field

from glossary.forms import fold


@dataclass(slots=True)
class Curation:
    """The state after all decisions. Norms are those of the concepts, before merging in ``parents`` and ``splits``."""

    parents: dict[str, str] = field(default_factory=dict)  # norm → norm that it was merged into
    splits: dict[tuple[str, str], str] = field(default_factory=dict)  # (norm, folded form) → norm of its own
    status: dict[str, str] = field(default_factory=dict)  # norm → accepted | rejected
    names: dict[str, str] = field(default_factory=dict)  # norm → form to show
    notes: dict[str, str] = field(default_factory=dict)
    preferred: dict[str, str] = field(default_factory=dict)  # norm → gloss written by a person
    glosses: dict[tuple[str, str], str] = field(default_factory=dict)  # (norm, folded gloss) → accepted | rejected

    def concept(self, norm: str, form: str) -> str:
        """The norm of the concept that a form belongs to, once splits and merges are followed."""
        if self.splits:
            norm = self.splits.get((norm, fold(form)), norm)
        while norm in self.parents:
            norm = self.parents[norm]
        return norm

    def joined(self) -> set[str]:
        """Every norm that a merge or a split has to do with."""
        parted = {norm for norm, _ in self.splits}
        return {*self.parents, *self.parents.values(), *parted, *self.splits.values()}

    def merge(self, norm: str, into: str) -> None:
        """Follow a merge; an older one that would make a circle gives way."""
        step = into
        while step in self.parents and self.parents[step] != norm:
            step = self.parents[step]
        if self.parents.get(step) == norm:
            del self.parents[step]
        if norm != into:
            self.parents[norm] = into

    def split(self, norm: str, form: str) -> None:
        """Give a form a concept of its own: undo the merge that brought it, or part it from the other forms."""
        own = form if form in self.parents else fold(form)
        if self.parents.get(own) == norm:
            del self.parents[own]
        elif own != norm:
            self.splits[norm, fold(form)] = own

    def gloss_status(self, norm: str, gloss: str) -> str:
        return self.glosses.get((norm, fold(gloss)), "proposed")

    def wanted(self) -> set[str]:
        """The norms that are published whatever their termhood."""
        return {norm for norm, status in self.status.items() if status == "accepted"}

    def differing(self, other: Curation) -> set[str]:
        """The norms whose concept is shown otherwise."""
        pairs = (
            (self.status, other.status),
            (self.names, other.names),
            (self.notes, other.notes),
            (self.preferred, other.preferred),
        )
        return {norm for one, two in pairs for norm in one.keys() | two.keys() if one.get(norm) != two.get(norm)}

    def joined_otherwise(self, other: Curation) -> set[str]:
        """The norms whose mentions or glosses may belong elsewhere or have another status."""
        norms: set[str] = set()
        for norm in self.parents.keys() | other.parents.keys():
            if self.concept(norm, "") != other.concept(norm, ""):
                norms |= {norm, self.concept(norm, ""), other.concept(norm, "")}
        for pair in self.splits.keys() | other.splits.keys():
            if self.splits.get(pair) != other.splits.get(pair):
                targets = {norm for norm in (pair[0], self.splits.get(pair), other.splits.get(pair)) if norm}
                norms |= targets | {c.concept(norm, "") for norm in targets for c in (self, other)}
        for norm, gloss in self.glosses.keys() | other.glosses.keys():
            if self.glosses.get((norm, gloss)) != other.glosses.get((norm, gloss)):
                norms.add(norm)
        return norms
