"""Headwords as banks print them → the forms that stand in a text.

« ablatif, -ive » is two forms, « faible émission (à) » is « à faible émission », « absorbeur, n.m. » carries a
grammar mark. What a bank separates by commas in one field is several headwords.
"""

from __future__ import annotations

import re
from functools import partial

from glossary.forms import fold

# Behind a comma, to the end: n.m., n.f.pl., loc.adj., v.tr., interj., adj. ou n. …
_GRAMMAR = re.compile(
    r"\s*,\s*(?:loc\.\s*)?(?:n|v|adj|adv|interj|prép|pron|conj|loc)\.(?:[\s./]*(?:ou|et|[a-zé]{1,6}\.?))*\s*$"
)
# Words that an alphabetical list puts behind: « faible émission (à) », « abri (à l') ».
_MOVED = re.compile(
    r"^(?P<head>.+?)\s*\((?P<moved>(?:à|au|aux|de|du|des|en|par|sur|sans|pour|hors|sous|entre|contre|avec|dans"
    r"|le|la|les|l['’]|d['’]|se|s['’])(?:\s+(?:la|le|les|l['’]))?)\)\s*$",
    re.IGNORECASE,
)
_INFLECTED = re.compile(r"(?P<word>[^\s,]+)(?P<endings>(?:,\s*-[^\W\d_]+)+)")
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")


def clean(text: str) -> str:
    """One line, without what an HTML editor left around it."""
    return " ".join(text.replace("\u00ad", "").split())


def headword(text: str) -> tuple[str, tuple[str, ...]]:
    """The form of a headword, and the other forms to match it by, the headword as printed among them.

    >>> headword("ablatif, -ive")
    ('ablatif', ('ablative', 'ablatif, -ive'))
    >>> headword("faible émission (à)")[0], headword("absorbeur, n.m.")[0]
    ('à faible émission', 'absorbeur')
    """
    printed = clean(text)
    if "," not in printed and not printed.endswith(")"):
        return printed, ()
    form = _GRAMMAR.sub("", printed) or printed
    inflected = list(_INFLECTED.finditer(form))
    # « retraité, -e actif, -ive »: first all words as they are, then all with their first ending, and so on.
    most = max((match["endings"].count("-") for match in inflected), default=0)
    others = [_INFLECTED.sub(partial(_inflect, rank=rank), form) for rank in range(most)]
    form = _INFLECTED.sub(r"\g<word>", form)
    if moved := _MOVED.match(form):
        space = "" if moved["moved"].endswith(("'", "’")) else " "
        form = f"{moved['moved']}{space}{moved['head']}"
    else:
        form = _ASIDE.sub("", form) or form
    return form, tuple(others if form == printed else [*others, printed])


def _inflect(match: re.Match[str], rank: int) -> str:
    """« chercheur » with « -euse »: the ending replaces the word from its own first letter on."""
    endings = re.findall(r"-(\w+)", match["endings"])
    word, ending = str(match["word"]), str(endings[min(rank, len(endings) - 1)])
    place = fold(word).rfind(fold(ending)[0]) if len(ending) > 1 and len(fold(word)) == len(word) else -1
    return (word[:place] if place > 0 else word) + ending


def split_forms(text: str) -> list[str]:
    """The forms of a field that lists them: « fuel vapor canister, fuel vapour canister »."""
    return [form for part in re.split(r"\s*[,;]\s*", clean(text)) if (form := headword(part)[0])]
