"""The written form of words: typography, folding, normal forms and slugs.

``straighten`` changes no length, so offsets into the result are offsets into the original. ``fold`` and
``slugify`` are for comparing, searching and addressing, never for showing.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata

# One character for one character: typographic and straight marks mean the same to every later stage.
_STRAIGHT = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"',
        "‹": "«", "›": "»",
        "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " ", "\u2002": " ", "\u2003": " ", "\t": " ",
        "‐": "-", "‑": "-", "−": "-",
    }
)  # fmt: skip


def straighten(text: str) -> str:
    """Straight apostrophes, plain spaces and hyphens; same length as ``text``."""
    return text.translate(_STRAIGHT)


_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})


def fold(text: str) -> str:
    """For comparing and searching: lower case, no accents, œ as oe, straight marks, single spaces.

    >>> fold("L’État  Œuvre")
    "l'etat oeuvre"
    """
    folded = straighten(text).casefold().translate(_LIGATURES)
    folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return " ".join(folded.split())


def sort_key(form: str) -> str:
    """Where a form stands in an A–Z list: word by word, accents, case and marks aside (NF Z44-001, first level).

    >>> sort_key("L’État-major"), sort_key("++")
    ('l etat major', '++')
    """
    return " ".join(re.findall(r"\w+", fold(form))) or form


def slugify(form: str) -> str:
    """An address for a form that depends on the form alone, and differs where the form differs.

    Where spelling is lost (« C++ », « С »), a short digest is appended.

    >>> slugify("théâtre militaire"), slugify("EI"), slugify("C++")
    ('theatre-militaire', 'EI', 'C-fc2b')
    """
    words = re.findall(r"[a-z0-9]+", fold(form))
    slug = "-".join(words)[:80].strip("-")
    if form.isupper():
        slug = slug.upper()
    kept = slug.replace("-", " ")
    if kept == form or (kept == fold(form).replace("-", " ").replace("'", " ") and kept):
        return slug
    return f"{slug}-{hashlib.sha1(form.encode('utf-8', 'surrogatepass')).hexdigest()[:4]}".strip("-")
