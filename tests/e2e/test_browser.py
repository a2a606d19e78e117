"""What a reader does, in a real browser: search with suggestions, read, follow, download, switch language."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

WIDTHS = (1280, 390)


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page that fails the test when it talks to another host, throws, or meets its own policy."""
    context = browser.new_context(
        viewport={"width": request.param, "height": 860}, locale="fr-FR", accept_downloads=True
    )
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda told: wrong.append(told.text) if "Content Security Policy" in told.text else None)
    opened.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
    opened.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(site) else None)
    yield opened
    context.close()
    assert not wrong


def test_search_with_suggestions_then_term_then_article(page: Page, site: str) -> None:
    page.goto(site)
    box = page.get_by_role("combobox")
    box.press_sequentially("deconf", delay=20)
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("deconfliction")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Escape")
    expect(options).to_have_count(0)
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("deconfliction")
    page.locator(".kwic a").filter(has_text="Reuters").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Washington et Moscou se parlent de la Syrie")
    page.locator(".sentences").get_by_role("link", name="base aérienne avancée").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("base aérienne avancée")


def test_enter_without_a_choice_searches(page: Page, site: str) -> None:
    page.goto(site)
    page.keyboard.press("/")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    box.fill("etat islamique")
    box.press("Enter")
    expect(page).to_have_url(f"{site}/search?q=etat+islamique")
    expect(page.locator(".entries .headword").first).to_have_text("État islamique")


def test_filters_narrow_the_results(page: Page, site: str) -> None:
    page.goto(f"{site}/search?q=militaire")
    before = page.locator(".entries li").count()
    page.get_by_label("Nature").select_option("loanword")
    page.get_by_role("button", name="Filtrer").click()
    assert 0 < page.locator(".entries li").count() + 1 <= before
    expect(page).to_have_url(f"{site}/search?q=militaire&kind=loanword&gloss=&status=&source=&year=&order=")


def test_csv_download_is_what_the_database_holds(page: Page, site: str, database: Path, tmp_path: Path) -> None:
    page.goto(f"{site}/termes?kind=loanword")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV").first.click()
    waiting.value.save_as(tmp_path / "termes.csv")
    with (tmp_path / "termes.csv").open(newline="", encoding="utf-8") as file:
        given = sorted(tuple(row) for row in list(csv.reader(file))[1:])
    rows = sqlite3.connect(database).execute("SELECT * FROM glossary WHERE kind = 'loanword'")
    assert given == sorted(tuple("" if value is None else str(value) for value in row) for row in rows)


def test_language_switch_keeps_the_page_and_stays(page: Page, site: str) -> None:
    page.goto(f"{site}/terme/deconfliction")
    page.get_by_role("link", name="English").click()
    assert urlsplit(page.url).path == "/terme/deconfliction"
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="How the press explains it")).to_be_visible()
    page.goto(f"{site}/termes")
    expect(page.locator("html")).to_have_attribute("lang", "en")


PAGES = ("/", "/search?q=militaire", "/search?q=zzz", "/terme/deconfliction", "/article/huffpost-2015-10-13", "/termes",
         "/changes", "/about", "/nulle-part", "/glossary", "/glossary/glossary", "/glossary/terms", "/glossary/terms/1",
         "/article/hostile")  # fmt: skip


@pytest.mark.parametrize("address", PAGES)
def test_page_fits_and_is_light(page: Page, site: str, address: str) -> None:
    weights: list[int] = []
    page.on("response", lambda answer: weights.append(len(answer.body())) if answer.status != 302 else None)
    page.goto(site + address)
    page.wait_for_load_state("networkidle")
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "no sideways scrolling"
    assert sum(weights) < 100_000, "page, style and script, uncompressed"
