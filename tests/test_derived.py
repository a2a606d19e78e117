"""Verbs on a foreign root: told on the page of the loanword, never joined to it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from dictionaries import dictionaries_loaded
from store_pool import find, write_article

from glossary.cli.showing import term_lines
from glossary.derived import is_unmistakable, is_verb, participle, roots, tells_of
from glossary.findings import map_articles
from glossary.publish.server import make_site
from glossary.store.build import build
from glossary.store.project import Project
from glossary.store.queries import read_term
from glossary.store.verify import verify

ROOT = Path(__file__).parent.parent
TEXT = (
    "Les internautes veulent liker chaque « post » et laissent un « like » sous la photo. "
    "Les pilotes doivent débriefer chaque vol : ce « debriefing » a duré deux heures. "
    "Le club de hockey a un « mass » de joueurs, qui vont masser leurs jambes. "
    "Le fichier est uploadé deux fois : l'« upload » est lent."
)


@pytest.mark.parametrize(
    ("verb", "root"),
    [
        ("liker", "like"),
        ("liké", "like"),
        ("débriefer", "debriefing"),
        ("débriefer", "débrief"),
        ("débriefent", "debrief"),
        ("spammer", "spam"),
        ("bloguer", "blog"),
        ("uploadé", "upload"),
    ],
)
def test_a_verb_has_its_root(verb: str, root: str) -> None:
    assert root in roots(verb)


@pytest.mark.parametrize("word", ["jetté", "jus", "mêlée", "soft power", "é", "ing", "er", ""])
def test_what_is_no_verb_on_a_root_of_four_letters_has_none(word: str) -> None:
    assert not set(roots(word)) & {"jet", "mel", "jus", "soft", "power"}


@pytest.mark.parametrize("word", ["masser", "songer", "trader", "leader", "streamer", "former", "container"])
def test_french_verbs_and_english_agents_are_none(word: str) -> None:
    assert not is_verb(word, False)


def test_a_french_participle_tells_a_verb_from_an_agent() -> None:
    assert is_verb("streamer", True)
    assert participle("streamer") == "streamé"
    assert is_unmistakable("streamé")
    assert not is_unmistakable("streamer"), "its tag must say so"
    assert "streamer" in tells_of("streamé"), "whose counts are looked at when the participle's change"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project.at(tmp_path_factory.mktemp("derived"))
    project.articles.mkdir(parents=True)
    (project.articles / "one.txt").write_text(TEXT, encoding="utf-8")
    build(project, [project.articles], partial(map_articles, jobs=1))
    return project


@pytest.fixture
def db(built: Project) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(built.database)) as connection:
        yield connection


@pytest.mark.parametrize(("root", "verb"), [("like", "liker"), ("debriefing", "débriefer"), ("upload", "uploadé")])
def test_the_page_of_a_loanword_tells_its_verbs(db: sqlite3.Connection, root: str, verb: str) -> None:
    record = read_term(db, root)
    assert record is not None
    assert verb in {*(entry.term for entry in record.derived), *(word for word, _ in record.derived_words)}
    assert verb not in {variant.form for variant in record.variants}, "it is a word of its own"
    assert any(verb in line and "derived" in line for line in term_lines(db, root))


def test_a_french_verb_is_told_nowhere(db: sqlite3.Connection) -> None:
    records = [read_term(db, slug) for (slug,) in db.execute("SELECT slug FROM terms WHERE kind = 'loanword'")]
    assert records
    told = {word for record in records if record for word, _ in record.derived_words}
    assert "masser" not in told


def test_an_entry_that_is_a_verb_names_what_it_is_made_from(built: Project, db: sqlite3.Connection) -> None:
    db.execute(
        "INSERT INTO terms (norm, slug, term, sort_key, kind, language) "
        "VALUES ('débriefer', 'debriefer', 'débriefer', 'debriefer', 'term', 'fr')"
    )
    verb, root = read_term(db, "debriefer"), read_term(db, "debriefing")
    db.rollback()
    assert verb is not None
    assert root is not None
    assert [entry.term for entry in verb.derived_from] == ["debriefing"]
    assert [entry.term for entry in root.derived] == ["débriefer"]


def test_verbs_are_those_of_a_build_from_nothing_whatever_came_and_went(tmp_path: Path) -> None:
    project = Project.at(tmp_path)
    project.articles.mkdir(parents=True)

    def stored() -> set[tuple[str, str]]:
        build(project, [project.articles], find)
        assert verify(project) == []
        with closing(sqlite3.connect(project.database)) as db:
            return set(db.execute("SELECT root, verb FROM derived_verbs"))

    write_article(project, "verb", [20], None)
    assert stored() == {("like", "liker")}, "« streamer » alone is what English calls a person"
    participle = write_article(project, "participle", [21], None)
    assert ("stream", "streamer") in stored()
    participle.unlink()
    assert stored() == {("like", "liker")}
    (project.articles / "verb.txt").unlink()
    write_article(project, "other", [0], None)
    assert stored() == set()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            "DELETE FROM derived_verbs WHERE verb = 'liker'",
            "« liker » is not stored among the verbs made from « like",
        ),
        ("INSERT INTO derived_verbs VALUES ('mass', 'masser')", "« masser » is not stored among the verbs"),
    ],
)
def test_verify_works_the_verbs_out_again(built: Project, change: str, said: str) -> None:
    assert verify(built) == []
    with closing(sqlite3.connect(built.database)) as db, db:
        kept = db.execute("SELECT root, verb FROM derived_verbs").fetchall()
        db.execute(change)
    problems = verify(built)
    with closing(sqlite3.connect(built.database)) as db, db:
        db.execute("DELETE FROM derived_verbs")
        db.executemany("INSERT INTO derived_verbs VALUES (?, ?)", kept)
    assert len(problems) == 1
    assert said in problems[0]


def test_the_site_loads_no_dictionary(built: Project) -> None:
    pages = ("/", "/terme/like", "/terme/like.json", "/search?q=like", "/termes", "/article/one")
    assert dictionaries_loaded(built.database, *pages) == []


def test_the_site_shows_a_verb_among_the_forms(built: Project) -> None:
    site = make_site(built.database, ROOT / "metadata.yml")
    response = asyncio.new_event_loop().run_until_complete(site.client.get("/terme/like?lang=fr"))
    assert response.status_code == 200
    assert "verbe dérivé" in response.text
    assert "liker" in response.text
