"""What terminologists decided, as the store applies it: a pure value, made by replaying the decisions."""

from __future__ import annotations

from dataclasses import dataclass, field

from glossary.forms import fold, straighten


def written(form: str) -> str:
    """A form as a split tells it from others: by its accents, not by its case."""
    return straighten(form).casefold()


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
    parted: set[tuple[str, str]] = field(default_factory=set)  # (norm, form that is no variant of it)
    variants: dict[str, str] = field(default_factory=dict)  # norm → norm that the program joins it to

    def concept(self, norm: str, form: str) -> str:
        """The norm of the concept that a form belongs to, once joins, splits and merges are followed."""
        if norm not in self.variants and norm not in self.parents and not self.splits:
            return norm  # as nearly all
        norm = self.joined_to(norm)
        if self.splits:
            norm = self.splits.get((norm, written(form)), norm)
        while norm in self.parents:
            norm = self.parents[norm]
        return norm

    def joined_to(self, norm: str) -> str:
        """The norm at the end of the program's own joins, unless a person parted the two."""
        end = norm
        while end in self.variants:
            end = self.variants[end]
        return norm if (end, norm) in self.parted else end

    def rejoined(self, other: Curation) -> set[str]:
        """The norms that the program joins otherwise."""
        norms = self.variants.keys() | other.variants.keys()
        return {norm for norm in norms if self.joined_to(norm) != other.joined_to(norm)}

    def decided(self) -> set[str]:
        """Every norm that a person's decision names."""
        return {
            *self.joined(),
            *self.status,
            *self.names,
            *self.notes,
            *self.preferred,
            *(norm for norm, _ in self.glosses),
        }

    def parts(self, norms: set[str]) -> set[str]:
        """These norms and every other of which mentions may be part of the same concept."""
        named = norms | self.joined()
        ends = {self.joined_to(norm) for norm in named}
        return named | ends | {norm for norm in self.variants if self.joined_to(norm) in ends}

    def joins(self) -> bool:
        """Whether any merge or split is in force, or any join of the program."""
        return bool(self.parents or self.splits or self.variants)

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
        self.parted.add((norm, form))
        own = form if form in self.parents else fold(form)
        if self.parents.get(own) == norm:
            del self.parents[own]
            return
        own = written(form) if own == norm else own
        if own != norm:
            self.splits[norm, written(form)] = own

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
