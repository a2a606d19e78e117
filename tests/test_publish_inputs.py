"""Whatever is typed, pasted or forged into an address, the site answers with a page and keeps SQLite to itself."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from sample import make_glossary

from glossary.publish.server import make_site

PIECES = (
    '"', "'", "''", "«", "»", "*", "-", "--", "+", "(", ")", "[", "]", "{", "}", ":", ";", "^", "~",
    "\\", "/", "%", "_", "&", "=", "?", "#", "<", ">", "<script>", "</title>", "|", "\x00", "\x01",
    "\x1b", "\x7f", "\n", "\r\n", "\t", "\u2028", "\u202e", "\u200b", "\ufeff", "\ufffe", "\ud7ff",
    "\U0010ffff", "AND", "OR", "NOT", "NEAR", "NEAR(a b, 5)", "term:", "{term glosses}:", "MATCH",
    "' OR 1=1 --", "); DROP TABLE terms;", "l'", "L’", "état", "ÉTAT", "œuvre", "Œ", "æ", "aéronef",
    "deconfliction", "été", "e\u0301", "İ", "ß", "ﬁ", "ﷺ", "日本語", "العربية", "עברית", "Ελλάδα", "💥",
    "👩‍👩‍👧", "a" * 300, "1e999", "-1", "0", "99999999999999999999", "٣", "null", "undefined", "../..",
    "%2e%2e", "%00", "%ff", "~7E", "{{7*7}}", "${7*7}", "=1+1", "\u0000\u0000", "http://evil.example",
    "//evil.example", "javascript:alert(1)", " ", "",
)  # fmt: skip
ROUTES = (
    "/search?q={}",
    "/search?q={}&kind={}&page={}",
    "/search?q=militaire&source={}&year={}&status={}&order={}&view={}",
    "/suggest?q={}",
    "/terme/{}",
    "/terme/{}.json",
    "/terme/deconfliction?sort={}&page={}",
    "/article/{}",
    "/article/huffpost-2015-10-13?page={}",
    "/termes?letter={}&kind={}&gloss={}&language={}&page={}&order={}",
    "/export/terms.csv?q={}&excel={}",
    "/export/glossary.{}?since={}",
    "/export/glossary.csv?kind={}&status={}&since={}&confidence={}",
    "/langue/en?back={}",
    "/changes?lang={}",
    "/?lang={}",
    "/{}",
    "/glossary/terms?_search={}",
    "/glossary/contexts?_search={}",
    "/glossary/terms?term__contains={}&_sort={}",
    "/glossary/glossary?_facet={}",
    "/glossary/terms/{}",
    "/glossary/{}",
)
COUNT = 2_000
SQLITE_SAYS = re.compile(
    r"fts5:|syntax error|no such (?:table|column)|unrecognized token|malformed MATCH|unterminated string|"
    r"sqlite3\.|OperationalError|Traceback|SQL logic error|/tests?/|site-packages",
)


def inputs() -> Iterator[str]:
    """Long and short mixtures of the pieces, always the same ones."""
    dice = random.Random(20151013)
    for number in range(COUNT * 3):
        mixture = "".join(dice.choices(PIECES, k=dice.randint(1, 6)))
        yield mixture * (10_000 // max(1, len(mixture))) if number % 97 == 0 else mixture


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_glossary(tmp_path_factory.mktemp("inputs") / "glossary.db")


def test_two_thousand_inputs_have_two_thousand_pages(database: Path) -> None:
    site = make_site(database)
    typed = inputs()

    async def visit() -> list[str]:
        wrong = []
        for number in range(COUNT):
            route = ROUTES[number % len(ROUTES)]
            address = route.format(*(quote(next(typed), safe="") for _ in range(route.count("{}"))))
            address = address[:60_000]  # what a server accepts at all
            answer = await site.client.get(address, headers={"accept-language": quote(PIECES[number % len(PIECES)])})
            said = SQLITE_SAYS.search(re.sub(r"value=\"[^\"]*\"", "", answer.text))
            if answer.status_code >= 500 or said:
                wrong.append(f"{answer.status_code} {said and said[0]} {address[:200]}")
        return wrong

    wrong = asyncio.run(visit())
    assert not wrong, "\n".join(wrong[:40])
