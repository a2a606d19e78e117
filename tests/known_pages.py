"""Pages whose true text is known: the bodies of the seeds, set in the templates of ``tests/pages/``.

A template begins with the markup of one paragraph; {{first}} are the first two paragraphs, {{rest}} the
others, {{lead}} an opening that is not a paragraph of the body. The sites are invented, the shapes are not.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path

PAGES = Path(__file__).parent / "pages"
TEMPLATES = sorted(PAGES.glob("*.html"))
LEAD = "Les militaires des deux pays doivent se parler de nouveau, sans que rien ne soit encore décidé sur le fond."


def make_page(template: Path, title: str, paragraphs: list[str]) -> str:
    """The page of ``template`` that holds the article."""
    written = template.read_text(encoding="utf-8")
    head = re.match(r"<!-- paragraph: (.*) -->\n", written)
    assert head, f"{template.name} does not begin with its paragraph"
    body = [head[1].replace("%s", html.escape(paragraph, quote=False)) for paragraph in paragraphs]
    parts = {"title": html.escape(title, quote=False).replace('"', "”"), "lead": LEAD}
    parts |= {"first": "\n".join(body[:2]), "rest": "\n".join(body[2:])}
    return re.sub(r"\{\{(\w+)\}\}", lambda slot: parts.get(slot[1], slot[0]), written[head.end() :])


def true_texts(template: Path, title: str, paragraphs: list[str]) -> list[str]:
    """The article's text, without and with its title; the lead is part of both where there is one."""
    lead = [LEAD] if "{{lead}}" in template.read_text(encoding="utf-8") else []
    text = "\n".join([*lead, *paragraphs])
    return [text, f"{title}\n{text}"]


def token_f1(kept: str, true: str) -> float:
    """F1 of the words kept against the words of the true text, counted with repetition."""
    found, wanted = (Counter(re.findall(r"\w+", text.casefold())) for text in (kept, true))
    common = sum((found & wanted).values())
    return 2 * common / (sum(found.values()) + sum(wanted.values()))
