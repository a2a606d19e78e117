"""axe-core finds nothing to object to on any kind of page, light and dark, wide and narrow."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PAGES = {
    "home": "/",
    "search": "/search?q=militaire",
    "search-nothing": "/search?q=deconfliccion",
    "term": "/terme/deconfliction",
    "term-machine": "/terme/soft-power",
    "term-abbreviation": "/terme/EI",
    "term-abbreviated": "/terme/etat-islamique",
    "article": "/article/huffpost-2015-10-13",
    "list": "/termes?letter=d",
    "changes": "/changes",
    "about": "/about",
    "export": "/export",
    "check": "/check",
    "404": "/terme/nulle-part",
    "database": "/glossary",
    "view": "/glossary/glossary",
    "table": "/glossary/terms?_facet=kind&_sort_desc=frequency&kind=term",
    "row": "/glossary/terms/1",
    "query": "/glossary?sql=select+term,+gloss+from+glossary",
}


@pytest.mark.parametrize(
    ("scheme", "width", "language"), [("light", 1280, "fr-FR"), ("dark", 390, "en-GB")], ids=["light", "dark-phone"]
)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_violation(
    browser: Browser, site: str, name: str, scheme: Literal["light", "dark"], width: int, language: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 860}, color_scheme=scheme, locale=language, bypass_csp=True
    )
    page = context.new_page()
    page.goto(site + PAGES[name])
    page.evaluate(AXE)
    violations = page.evaluate("axe.run()")["violations"]
    context.close()
    assert [(v["id"], [n["target"] for n in v["nodes"]][:5], v["help"]) for v in violations] == []
