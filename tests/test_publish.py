"""The pages through a real Datasette: what each shows, in both languages, and that nothing of a stranger's runs."""

from __future__ import annotations

import asyncio
import csv
import io
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from datasette.utils import parse_metadata
from sample import make_glossary

from glossary.forms import slugify
from glossary.publish import pages
from glossary.publish.server import make_site
from glossary.store import concordance

Get = Callable[..., httpx.Response]
ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_glossary(tmp_path_factory.mktemp("site") / "glossary.db")


@pytest.fixture(scope="module")
def get(database: Path) -> Get:
    site = make_site(database, ROOT / "metadata.yml")
    loop = asyncio.new_event_loop()

    def fetch(address: str, **headers: str) -> httpx.Response:
        return loop.run_until_complete(site.client.get(address, headers={"accept-language": "fr", **headers}))

    return fetch


PAGES = {
    "/": "deconfliction",
    "/search?q=deconfliction": "1 terme trouvé",
    "/terme/deconfliction": "Comment la presse l’explique",
    "/article/huffpost-2015-10-13": "Syrie",
    "/termes": "base aérienne",
    "/termes?kind=loanword&gloss=without": "soft power",
    "/termes?order=newest": "Derniers venus",
    "/changes": "Mise à jour",
    "/about": "À propos",
    "/export": "TBX-Basic",
    "/check": "Vérifier un texte",
    "/terme/inconnu": "Cette page n’existe pas",
    "/nulle/part": "Cette page n’existe pas",
    "/glossary": "Explications relevées",
    "/glossary/terms": "deconfliction",
    "/glossary/glossary": "deconfliction",
    "/glossary/terms/1": "deconfliction",
    "/glossary?sql=select+term+from+terms": "deconfliction",
}


@pytest.mark.parametrize("address", PAGES)
def test_page_says_what_it_is_for(get: Get, address: str) -> None:
    response = get(address)
    assert response.status_code == (404 if "n’existe pas" in PAGES[address] else 200)
    assert PAGES[address] in response.text
    assert '<html lang="fr">' in response.text
    assert "default-src 'none'" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ("deconfliction", "deconfliction"),
        ("DÉCONFLICTION", "deconfliction"),
        ("deconflictions", "deconfliction"),
        ("aeronef", "deconfliction"),
        ("etat islamique", "État islamique"),
        ("oeuvre", "œuvre"),
        ("théatr", "théâtre militaire"),
        ("telephone rouge", "deconfliction"),
    ],
)
def test_search_finds_despite_accents_case_ligatures_plurals(get: Get, query: str, term: str) -> None:
    assert f"<bdi>{term}</bdi>" in get(f"/search?q={query}").text


def test_term_itself_comes_first(get: Get) -> None:
    page = get("/search?q=base+aérienne").text
    assert page.index("<bdi>base aérienne</bdi>") < page.index("<bdi>base aérienne avancée</bdi>")


@pytest.mark.parametrize(
    "query", ["", '"', "«", "l'", "-", "*", "AND", "NEAR(", "a" * 10_000, "\x00", "💥", "ﷺ", "%00"]
)
def test_any_query_has_a_page(get: Get, query: str) -> None:
    response = get(f"/search?{urlencode({'q': query})}")
    assert response.status_code == 200
    assert "<main" in response.text
    assert "fts5" not in response.text


def test_nothing_found_offers_near_spellings(get: Get) -> None:
    page = get("/search?q=deconfliccion").text
    assert "Vouliez-vous dire" in page
    assert "/terme/deconfliction" in page


def test_nothing_found_for_the_filters_says_so_and_offers_the_search_without(get: Get) -> None:
    page = get("/search?q=deconfliction&source=Reuters&year=2014").text
    assert "Rien ne correspond à « deconfliction » avec ces filtres." in page
    assert 'href="/search?q=deconfliction"' in page
    assert "Vouliez-vous dire" not in page, "the word is right"


def test_term_page_has_its_evidence(get: Get) -> None:
    page = get("/terme/deconfliction").text
    for fact in (
        '<mark class="of-gloss">échange d&#39;informations pour éviter un incident entre aéronefs</mark>',
        "Le HuffPost",
        '<time datetime="2015-10-13">13 octobre 2015</time>'.replace(" ", "\u00a0").replace("<time\u00a0", "<time "),
        "https://www.huffingtonpost.fr/2015/10/13/syrie.html",
        "confiance 92 %",
        "déconflictualisation",
        "recommandé",
        "à éviter",
        "Concordance",
        "/article/reuters-2015-09-18",
        "<svg viewBox",
        '<h1 lang="en">',
    ):
        assert fact in page, fact
    assert page.index("13\u00a0octobre\u00a02015") < page.index("7\u00a0avril\u00a02017"), "glosses in time order"


def test_adoption_is_shown_by_year_and_as_csv(get: Get) -> None:
    page = get("/terme/deconfliction").text
    assert "Emprunt ou équivalent officiel" in page
    assert "<title>deconfliction, 2015 : 2</title>" in page
    given = list(csv.DictReader(io.StringIO(get("/export/adoption.csv?term=deconfliction").text)))
    assert [(row["form"], row["year"], row["articles"]) for row in given if row["role"] == "official"] == [
        ("déconflictualisation", "2017", "1")
    ]


def test_machine_translation_is_set_apart(get: Get) -> None:
    page = get("/terme/soft-power").text
    assert "pouvoir doux" in page
    assert "relue par personne" in page
    assert "Aucune explication relevée" in page


def test_term_as_json(get: Get) -> None:
    told = get("/terme/deconfliction.json").json()
    assert told["entry"]["term"] == "deconfliction"
    assert [gloss["publisher"] for gloss in told["glosses"]] == ["Le HuffPost", "Le Temps"]
    assert told["permalink"].endswith("/terme/deconfliction")


@pytest.mark.parametrize("address", ["/terme/ei", "/terme/DECONFLICTION", "/terme/desescalade"])
def test_term_is_found_in_other_case_and_after_a_merge(get: Get, address: str) -> None:
    response = get(address)
    assert response.status_code == 302
    assert response.headers["location"] == ("/terme/EI" if address == "/terme/ei" else "/terme/deconfliction")


def test_article_page_quotes_without_the_full_text(get: Get) -> None:
    page = get("/article/reuters-2015-09-18").text
    assert '<a href="/terme/base-aerienne-avancee">base aérienne avancée</a>' in page, "the longest term is linked"
    assert "le texte entier est chez l’éditeur" in page


def test_language_follows_the_browser_and_the_switch(get: Get) -> None:
    assert '<html lang="en">' in get("/", **{"accept-language": "de, en;q=0.8, fr;q=0.4"}).text
    assert '<html lang="en">' in get("/?lang=en").text
    switch = get("/langue/en?back=%2Ftermes%3Fkind%3Dterm")
    assert switch.headers["location"] == "/termes?kind=term"
    assert "langue=en" in switch.headers["set-cookie"]
    assert '<html lang="en">' in get("/about", cookie="langue=en").text


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)"])
def test_switch_stays_on_the_site(get: Get, back: str) -> None:
    assert get(f"/langue/en?back={back}").headers["location"] == "/"


def rows(database: Path) -> list[list[str]]:
    view = sqlite3.connect(database).execute("SELECT * FROM glossary")
    return [[c[0] for c in view.description], *([("" if v is None else str(v)) for v in row] for row in view)]


def test_csv_is_the_view_in_its_order(get: Get, database: Path) -> None:
    response = get("/export/glossary.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(response.text))) == rows(database)


def test_csv_of_a_list_has_all_its_rows_in_its_order(get: Get, database: Path) -> None:
    given = list(csv.DictReader(io.StringIO(get("/export/terms.csv?kind=term&order=alphabet").text)))
    assert [row["term"] for row in given] == [
        "base aérienne",
        "base aérienne avancée",
        "discussions",
        "discussions militaires",
        "État islamique",
        "œuvre",
        "théâtre militaire",
    ]


def test_excel_variant_runs_no_formula(get: Get) -> None:
    text = get("/export/glossary.csv?excel=1").content.decode("utf-8")
    assert text.startswith("\ufeffterm;kind;")
    cells = [cell for row in csv.reader(io.StringIO(text[1:]), delimiter=";") for cell in row]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_feeds_are_atom(get: Get) -> None:
    from xml.etree import ElementTree

    for address, expected in (
        ("/terms.atom", "deconfliction"),
        ("/changes.atom", "2 janvier 2026".replace(" ", "\u00a0")),
    ):
        response = get(address)
        assert response.headers["content-type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(response.content)
        titles = [entry.findtext("{http://www.w3.org/2005/Atom}title") or "" for entry in feed]
        assert any(expected in title for title in titles)


def test_every_table_is_explained_or_hidden(get: Get) -> None:
    listed = get("/glossary.json").json()["tables"]
    shown = {table["name"] for table in listed if not table["hidden"]}
    assert shown == {
        "articles", "builds", "contexts", "decisions", "equivalents", "glosses", "occurrences", "terms",
        "translations", "variants",
    }  # fmt: skip
    assert "candidates" in {table["name"] for table in listed if table["hidden"]}
    told = parse_metadata((ROOT / "metadata.yml").read_text(encoding="utf-8"))["databases"]["glossary"]["tables"]
    assert [name for name in shown if not told[name].get("columns")] == []


HOSTILE = (
    "/search?q=alert",
    "/search?q=hameçon",
    f"/terme/{slugify('=1+1')}",
    "/article/hostile",
    "/termes",
    "/termes?status=rejected",
    "/glossary/articles",
    "/glossary/contexts",
    "/glossary/glosses",
    "/glossary/glossary",
    "/glossary/articles/4",
    "/terms.atom",
    "/search?q=<script>alert(1)</script>",
    '/search?q="><img src=x onerror=alert(1)>',
    "/terme/<script>alert(1)</script>",
)


@pytest.mark.parametrize("address", HOSTILE)
def test_markup_of_strangers_is_inert(get: Get, address: str) -> None:
    response = get(address)
    assert response.status_code in ((302, 404) if address.startswith("/terme/<") else (200,))
    text = response.text
    for live in ("<script>alert", "<img src=x", "<svg onload", "</title><svg", 'href="javascript:', "\u202e", "\u202c"):
        assert live not in text


def test_draft_is_checked_and_not_kept(database: Path) -> None:
    site = make_site(database, ROOT / "metadata.yml")
    before = database.stat().st_mtime_ns

    async def send() -> httpx.Response:
        form = await site.client.get("/check", headers={"accept-language": "fr"})
        token = form.cookies["ds_csrftoken"]
        draft = "La deconfliction <b>évite</b> les incidents. Le soft power recule."
        return await site.client.post(
            "/check",
            data={"draft": draft, "csrftoken": token},
            cookies={"ds_csrftoken": token},
            headers={"accept-language": "fr"},
        )

    response = asyncio.run(send())
    assert response.status_code == 200
    assert "no-store" in response.headers["cache-control"]
    assert "deconfliction</mark>" in response.text
    assert "déconflictualisation" in response.text
    assert "<b>" not in response.text
    assert database.stat().st_mtime_ns == before


@pytest.mark.parametrize("name", ["csv", "tsv", "jsonl", "tbx", "html", "markdown", "omegat", "deepl"])
def test_every_format_downloads_whole(get: Get, name: str) -> None:
    response = get(f"/export/glossary.{name}")
    assert response.status_code == 200
    assert "attachment" in response.headers["content-disposition"]
    assert "deconfliction" in response.text


def test_export_filters_are_those_of_the_command(get: Get) -> None:
    given = list(csv.DictReader(io.StringIO(get("/export/glossary.csv?kind=loanword&gloss=with&confidence=0.9").text)))
    assert [row["term"] for row in given] == ["deconfliction"]


def test_unknown_format_is_a_page(get: Get) -> None:
    assert get("/export/glossary.docx").status_code == 404


def test_glossary_beside_other_databases_and_under_another_name(database: Path, tmp_path: Path) -> None:
    other = tmp_path / "mine.db"
    other.write_bytes(database.read_bytes())
    site = make_site(other, ROOT / "metadata.yml")
    page = asyncio.run(site.client.get("/mine/glossary", headers={"accept-language": "fr"})).text
    assert "Une ligne par terme" in page


@pytest.mark.parametrize("large", [False, True])
def test_facets_are_suggested_of_small_databases_only(
    database: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    monkeypatch.setattr("glossary.publish.LARGE", 0 if large else 10**9)
    told = asyncio.run(make_site(database).client.get("/glossary/articles.json?_facet=publisher")).json()
    assert bool(told["suggested_facets"]) != large
    assert told["facet_results"]["publisher"]["results"], "what is asked for is given"


def test_concordance_of_a_frequent_term_says_which_lines_it_sorts(get: Get, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Lignes triées parmi" not in get("/terme/deconfliction").text
    for module in (concordance, pages):
        monkeypatch.setattr(module, "MOST_SORTED", 2)
    first, latest = get("/terme/deconfliction").text, get("/terme/deconfliction?sort=recent").text
    assert "Lignes triées parmi 2 des 3 occurrences." in first
    lines = re.compile(r'<td class="from"><a href="/article/([^"]+)"')
    assert lines.findall(first) == ["reuters-2015-09-18", "huffpost-2015-10-13"]
    assert lines.findall(latest) == ["le-temps-2017-04-07", "reuters-2015-09-18"]
