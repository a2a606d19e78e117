"""Normal forms that are one term written in two ways, joined only with good evidence.

Inflection, case and the article inside are already one normal form (``forms.normal_form``). What is compared
here needs the corpus: spelling (accents, compounds written as one word), and the syntactic variants of Daille
(2005) and Jacquemin (2001): a word left out in the middle, a relational adjective for a complement, and a
complement without its preposition. A wrong join is worse than a missed one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from glossary.forms import fold, is_french, zipf

KINDS = ("accent", "hyphenation", "syntactic", "abbreviation")
_UNKNOWN = 1.5  # Zipf frequency under which a spelling is no French word of its own
# Endings of relational adjectives: what is left is compared with the beginning of the noun.
_RELATIONAL = ("tionnel", "ionnel", "ique", "aire", "iel", "uel", "ial", "al", "el", "ien", "in", "if")
_STEM = 4


@dataclass(frozen=True, slots=True)
class Variant:
    """``term`` is another way to write ``variant_of``, both normal forms."""

    term: str
    variant_of: str
    kind: str  # one of KINDS


def find_variants(
    frequency: Mapping[str, int],
    articles: Mapping[str, Collection[int]],
    expansions: Iterable[tuple[str, str]] = (),
) -> list[Variant]:
    """Every join among the terms of ``frequency``, sorted; each term is joined to one other at most.

    ``articles`` says in which articles each term occurs: a shortened form must occur beside its long form.
    ``expansions`` are pairs (short, long) that glosses give. The more frequent form is the one joined to; an
    abbreviation is joined to its expansion, a shortened form to the long one.
    """
    joined: dict[str, Variant] = {}
    for found in (_expansions(frequency, expansions), _spellings(frequency), _syntactic(frequency, articles)):
        for variant in sorted(found, key=lambda v: (v.term, v.variant_of)):
            if variant.term not in joined and variant.variant_of not in joined:
                joined[variant.term] = variant
    return [joined[term] for term in sorted(joined)]


def syntactic_variants(
    frequency: Mapping[str, int], articles: Mapping[str, Collection[int]]
) -> list[tuple[str, str, str]]:
    """(term, variant of, kind) for the syntactic joins alone."""
    return [(v.term, v.variant_of, v.kind) for v in find_variants(frequency, articles) if v.kind == "syntactic"]


def _expansions(frequency: Mapping[str, int], expansions: Iterable[tuple[str, str]]) -> Iterator[Variant]:
    """An abbreviation with one expansion only: with two, it is two terms."""
    known: dict[str, set[str]] = defaultdict(set)
    for short, long in expansions:
        known[short].add(long)
    for short, longs in known.items():
        [*one] = longs
        if len(one) == 1 and short in frequency and one[0] in frequency and short != one[0]:
            yield Variant(short, one[0], "abbreviation")


def _spellings(frequency: Mapping[str, int]) -> Iterator[Variant]:
    """Forms that differ by accents or by spaces alone."""
    groups: dict[str, list[str]] = defaultdict(list)
    for term in frequency:
        if not term.isupper():
            groups[fold(term).replace(" ", "").replace("'", "")].append(term)
    for group in groups.values():
        best, *others = sorted(group, key=lambda term: (-frequency[term], term))
        for other in others:
            if best.replace(" ", "") == other.replace(" ", "") and min(len(best), len(other)) > 5:
                yield Variant(other, best, "hyphenation")
            elif len(best.split()) == len(other.split()) and all(map(_same_word, best.split(), other.split())):
                yield Variant(other, best, "accent")


def _same_word(one: str, other: str) -> bool:
    """Accents apart the same word: one of the spellings is no French word, or é and è alternate.

    « pâte » and « pâté », « cote » and « côte » are all French words: never joined.
    """
    if one == other:
        return True
    if fold(one) != fold(other) or one[-2:] != other[-2:]:  # « ligature » and « ligaturé » are two words
        return False
    if one.replace("è", "é") == other.replace("è", "é") and len(one) > 5:
        return True
    rare, common = sorted((one, other), key=lambda word: (zipf(word), word))
    unaccented = rare == fold(common) and zipf(rare) < zipf(common) - 1 and not is_french(rare)
    return len(one) > 4 and (zipf(rare) < _UNKNOWN or unaccented)


def _syntactic(frequency: Mapping[str, int], articles: Mapping[str, Collection[int]]) -> Iterator[Variant]:
    yield from _left_out(frequency, articles)
    yield from _relational(frequency)
    yield from _without_preposition(frequency)


def _left_out(frequency: Mapping[str, int], articles: Mapping[str, Collection[int]]) -> Iterator[Variant]:
    """« base avancée » for « base aérienne avancée »: one long form only, and beside it in every article."""
    longs: dict[str, list[str]] = defaultdict(list)
    for term in frequency:
        words = term.split()
        if len(words) == 3 and not any("'" in word or len(word) < 4 for word in words):
            longs[f"{words[0]} {words[2]}"].append(term)
    for short, found in longs.items():
        if short in frequency and len(found) == 1:
            beside = set(articles.get(found[0], ()))
            if frequency[short] <= frequency[found[0]] and set(articles.get(short, ())) <= beside and beside:
                yield Variant(short, found[0], "syntactic")


def _relational(frequency: Mapping[str, int]) -> Iterator[Variant]:
    """« politique de l'agriculture » for « politique agricole »: the same head, a noun and its adjective."""
    complements: dict[tuple[str, str], list[str]] = defaultdict(list)
    for term in frequency:
        head, _, rest = term.replace("d'", "de ").partition(" de ")
        if rest and " " not in head and " " not in rest:
            complements[head, fold(rest)[:_STEM]].append(term)
    for term in frequency:
        head, _, adjective = term.partition(" ")
        stem = next((adjective[: -len(e)] for e in _RELATIONAL if adjective.endswith(e)), "")
        if " " in adjective or len(stem) < _STEM:
            continue
        for other in complements.get((head, fold(stem)[:_STEM]), ()):
            noun = other.replace("d'", "de ").rpartition(" ")[2]
            if _derived(stem, noun):
                rare, common = sorted((term, other), key=lambda t: (frequency[t], t))
                yield Variant(rare, common, "syntactic")


def _derived(stem: str, noun: str) -> bool:
    """The adjective's stem is the noun but for its last two letters, accents apart."""
    stem, noun = fold(stem), fold(noun)
    longer = noun.startswith(stem) and len(noun) - len(stem) <= 2
    return longer or (stem.startswith(noun[:-1]) and len(stem) <= len(noun))


def _without_preposition(frequency: Mapping[str, int]) -> Iterator[Variant]:
    """« parc d'éoliennes » and « parc éoliennes »."""
    for term in frequency:
        if " de " in term or " d'" in term:
            bare = term.replace(" d'", " ").replace(" de ", " ")
            if bare in frequency and len(bare.split()) == 2:
                rare, common = sorted((term, bare), key=lambda t: (frequency[t], t))
                yield Variant(rare, common, "syntactic")
