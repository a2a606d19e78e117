"""Front matter and Markdown: the marks go, the words stay as written."""

from __future__ import annotations

import re
from typing import Any

from glossary.model import GlossaryError
from glossary.read.dates import read_date
from glossary.read.known import Known

_FIELDS = {
    "title": ("title", "titre"),
    "publisher": ("publisher", "journal", "source", "media", "site"),
    "author": ("author", "auteur", "authors", "auteurs"),
    "url": ("url", "link", "lien", "canonical", "permalink"),
    "language": ("lang", "language", "langue"),
}
_DATES = ("date", "published", "publié", "publie", "date_publication", "datepublished")
_INLINE = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),  # an image
    (re.compile(r"\[([^\]]+)\]\((?:[^()]|\([^()]*\))*\)"), r"\1"),  # a link
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"\[\^[^\]]+\]"), ""),  # the mark of a footnote
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"~~(.+?)~~"), r"\1"),
    (re.compile(r"(?<!`)`([^`\n]+)`(?!`)"), r"\1"),
    (re.compile(r"<(https?://[^>]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]{0,300}>"), ""),
    (re.compile(r"\{[%{].{0,200}?[%}]\}|\{:.{0,80}?\}"), ""),  # templates of site generators
)
_FENCE = re.compile(r"^\s*(```|~~~)")
_RULE = re.compile(
    r"^\s*(?:[-*_]\s*){3,}$|^\s*\|?[\s:|-]{3,}\|[\s:|-]*$|^\s*\[[^\]]+\]:\s*\S+.*$|^:::?.*$"
    r"|^\s*(?:import|export) .*from .*$"
)


def split_front_matter(text: str) -> tuple[str, Known]:
    """The text behind a « --- » header, and what the header says; all of it where there is none."""
    match = re.match(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", text, re.DOTALL)
    if not match or len(match[1]) > 20_000 or not re.search(r"^[\w-]+\s*:", match[1], re.MULTILINE):
        return text, Known()
    stated = _load_yaml(match[1])
    fields: dict[str, Any] = {
        field: next((given for name in names if (given := _as_text(stated.get(name)))), None)
        for field, names in _FIELDS.items()
    }
    written = next((s for name in _DATES if (s := _as_text(stated.get(name)))), None)
    day = read_date(written) if written else None
    note = () if day or not written else (f"date « {written[:40]} » non reconnue",)
    return text[match.end() :], Known(**fields, published=day, notes=note)


def _load_yaml(header: str) -> dict[str, Any]:
    """Anchors are refused: a few lines of them unfold to gigabytes."""
    try:
        import yaml
    except ImportError:
        pairs = re.findall(r"^([\w-]+)\s*:\s*[\"']?(.*?)[\"']?\s*$", header, re.MULTILINE)
        return {name.lower(): value for name, value in pairs}
    if re.search(r"(?:^|[\s\[:-])[&*]\w", header):
        raise GlossaryError("its front matter uses YAML anchors, which metadata never need: refused")
    try:
        stated = yaml.safe_load(header)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise GlossaryError(f"its front matter is not YAML: {str(error).split(chr(10))[0]}") from error
    return {str(name).lower(): value for name, value in stated.items()} if isinstance(stated, dict) else {}


def _as_text(value: Any) -> str | None:
    if isinstance(value, list):
        return ", ".join(str(part) for part in value[:6]) or None
    if isinstance(value, dict):
        return _as_text(value.get("name"))
    return " ".join(str(value).split())[:500] or None if value is not None else None


def read_markdown(text: str) -> tuple[str, str | None]:
    """The running text and the first heading of the first level; code and tables' rules are left out."""
    lines: list[str] = []
    title = None
    fenced = False
    for line in text.split("\n"):
        if _FENCE.match(line):
            fenced = not fenced
        elif not fenced and not _RULE.match(line):
            heading = re.match(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*$", line)
            written = _plain(heading[2] if heading else re.sub(r"^\s{0,3}(?:>\s?)+", "", line))
            if heading:
                title = title or (written if len(heading[1]) == 1 else None)
                lines += ["", written, ""]
            else:
                lines.append(written)
    return "\n".join(lines), title


def _plain(line: str) -> str:
    for mark, kept in _INLINE:
        line = mark.sub(kept, line)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|-])", r"\1", line)
