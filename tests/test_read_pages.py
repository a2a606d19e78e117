"""Web pages whose true text is known, and what pages say of themselves."""

from __future__ import annotations

from pathlib import Path
from statistics import mean

import pytest
from known_pages import TEMPLATES, make_page, token_f1, true_texts

from glossary.model import Article, GlossaryError
from glossary.read import find_articles, read_articles
from glossary.read.page import read_page

ROOT = Path(__file__).parent.parent
UNTITLED = "Premier contact entre les deux ministres de la Défense au sujet de la Syrie"
BODIES = [
    (article.title or UNTITLED, [line for line in article.text.split("\n") if line != article.title])
    for article in read_articles(find_articles([ROOT / "seeds"]), ROOT)
    if isinstance(article, Article)
]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_the_text_of_a_page_is_kept_and_its_furniture_is_not(template: Path) -> None:
    scores = []
    for title, paragraphs in BODIES:
        article = read_page("page", make_page(template, title, paragraphs))
        scores.append(max(token_f1(article.text, true) for true in true_texts(template, title, paragraphs)))
    assert min(scores) >= 0.95
    assert mean(scores) >= 0.97


def test_there_are_templates_enough() -> None:
    assert len(TEMPLATES) >= 8


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_character_of_a_kept_paragraph_is_changed(template: Path) -> None:
    title, paragraphs = BODIES[1]  # guillemets with no-break spaces
    kept = read_page("page", make_page(template, title, paragraphs)).text.split("\n")
    assert [paragraph for paragraph in paragraphs if paragraph not in kept] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_the_date_of_a_page_is_the_day_of_publication(template: Path) -> None:
    title, paragraphs = BODIES[0]
    article = read_page("page", make_page(template, title, paragraphs))
    assert (article.title, article.published) == (title, "2015-10-13")


def test_what_was_left_out_can_be_shown() -> None:
    title, paragraphs = BODIES[0]
    dropped = read_page("page", make_page(TEMPLATES[-1], title, paragraphs)).dropped
    assert "Temps de lecture : 2 min" in dropped
    assert "Football. Lorient recrute un gardien" in dropped
    assert not set(paragraphs) & set(dropped)


def test_metadata_come_from_the_page(tmp_path: Path) -> None:
    [template] = [path for path in TEMPLATES if path.stem == "quotidien-abonnes"]
    article = read_page("page", make_page(template, *BODIES[0]))
    assert article.publisher == "Le Quotidien"
    assert article.author == "Claire Roux"
    assert article.url == "https://www.lequotidien.example/international/article/2015/10/13/discussions_1_3210.html"


def test_the_date_of_modification_is_no_date_of_publication() -> None:
    page = f"""<html lang="fr"><head><title>Titre</title>
    <script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Les ministres ont parlé de la Syrie",
    "dateModified": "2016-01-02"}}</script></head>
    <body><article>{"".join(f"<p>{line}</p>" for line in BODIES[0][1])}</article></body></html>"""
    assert read_page("page", page).published is None


def test_the_body_that_json_ld_repeats_is_read_where_the_page_hides_it() -> None:
    body = " ".join(BODIES[1][1]).replace('"', "”")
    page = f"""<html lang="fr"><head><script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Les
    ministres", "articleBody": "{body}"}}</script></head><body><p>{BODIES[1][1][0]}</p></body></html>"""
    assert "deconfliction" in read_page("page", page.replace("\n", " ")).text


def test_the_standfirst_is_part_of_the_article() -> None:
    title, paragraphs = BODIES[0]
    lead = "Les deux états-majors doivent se parler de nouveau cette semaine."
    page = f"""<html lang="fr"><head><meta property="og:title" content="{title}"></head><body><main>
    <article class="article"><header class="article__header"><h1 class="article__title">{title}</h1>
    <p class="article__desc">{lead}</p><section class="meta"><span>Par Claire Roux</span></section></header>
    <section class="article__content">{"".join(f"<p>{line}</p>" for line in paragraphs)}</section></article></main>"""
    assert [line for line in read_page("page", page).text.split("\n") if line != title] == [lead, *paragraphs]


def test_a_page_without_an_article_says_so() -> None:
    with pytest.raises(GlossaryError, match="no article"):
        read_page("page", "<html><body><script>var a = 1;</script><form><input name=q></form></body></html>")
