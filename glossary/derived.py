"""French verbs that are made from a foreign word: « liker » from « like », « débriefer » from « debriefing ».

They are words of their own, not variants: a page names the one on the other's, and nothing is joined. A word of the
shape is not yet one (« parker », « mêler »): what a dictionary of French has is one only where
``rules/variants.toml`` says so, what English has needs its French participle beside it, and the store asks besides
that the foreign word is a loanword of the glossary. Pure: norms alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.forms import is_french, zipf
from glossary.variants import read_rule

_ENDINGS = ("er", "é", "ent")
_ENGLISH = 2.5  # Zipf frequency in English from which « -er » is rather the English ending: « trader », « sniper »
_SHORTEST = 4  # letters of a foreign word, but for the verbs that are listed: « jetté » is not from « jet »
_PREFIX = re.compile(r"^([dr]|pr)[eé]")  # French writes « dé- », « ré- » and « pré- » in borrowed words too


def is_verb(norm: str, participle: bool) -> bool:
    """Whether a norm may be a French verb on a foreign root; ``participle``: its French participle is attested.

    >>> is_verb("liker", False), is_verb("trader", False), is_verb("masser", True), is_verb("débriefer", False)
    (True, False, False, True)
    """
    if not may_be_verb(norm):
        return False
    verb = f"{_stem(norm)}er"
    if verb in read_rule("verbes_empruntes"):
        return True
    if is_french(verb) or is_french(norm):
        return False
    return not norm.endswith("er") or participle or zipf(norm, "en") < _ENGLISH


def is_unmistakable(norm: str) -> bool:
    """Whether a verb of ``is_verb`` is one whatever its tag, which is often a noun's: French has it, English has not.

    >>> is_unmistakable("scroller"), is_unmistakable("booster"), is_unmistakable("blacklisté")
    (True, False, True)
    """
    return norm.endswith("é") or zipf(norm) > zipf(norm, "en")


def participle(norm: str) -> str:
    """The French participle of a verb: its é is no English ending.

    >>> participle("liker"), participle("spammer")
    ('liké', 'spammé')
    """
    return f"{_stem(norm) or norm}é"


def roots(norm: str) -> list[str]:
    """The foreign words that a verb may be made from.

    >>> roots("spammer")
    ['spamm', 'spamme', 'spamming', 'spam']
    """
    stem = _stem(norm)
    if stem is None:
        return []
    found = [stem, f"{stem}e"]
    listed = f"{stem}er" in read_rule("verbes_empruntes")
    if len(stem) >= _SHORTEST and (listed or is_unmistakable(norm)):  # « intercooler » is no verb of « intercooling »
        found.append(f"{stem}ing")
    if stem[-1] == stem[-2:-1] or stem.endswith("gu"):  # « spammer », « bloguer »
        found.append(stem[:-1])
    shortest = 3 if listed else _SHORTEST
    return [word for root in found if len(root) >= shortest for word in _spellings(root)]


def may_be_verb(norm: str) -> bool:
    """Whether a norm has the shape of a verb, without a look into a dictionary.

    >>> may_be_verb("liker"), may_be_verb("like"), may_be_verb("soft power")
    (True, False, False)
    """
    return norm.isalpha() and _stem(norm) is not None


def tells_of(norm: str) -> list[str]:
    """The norms that may be verbs, or none any more, when the counts of this one are others.

    >>> tells_of("liké"), tells_of("liker"), tells_of("like")
    (['liké', 'liker'], ['liker'], [])
    """
    if not may_be_verb(norm):
        return []
    return [norm, f"{_stem(norm)}er"] if norm.endswith("é") else [norm]


def _stem(norm: str) -> str | None:
    """What is left of a verb without its ending."""
    end = next((end for end in sorted(_ENDINGS, key=len, reverse=True) if norm.endswith(end)), "")
    return norm[: -len(end)] if end and len(norm) - len(end) > 2 else None


def _spellings(word: str) -> Iterator[str]:
    """The word, and with the other e in « de- », « re- » or « pre- »."""
    yield word
    if found := _PREFIX.match(word):
        yield found[1] + ("e" if word[found.end() - 1] == "é" else "é") + word[found.end() :]
