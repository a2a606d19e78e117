"""Whatever is added, changed, removed, renamed and decided, in any order: the same glossary as from nothing."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from store_pool import SENTENCES, find, write_article

from glossary.store.build import build, decide
from glossary.store.decisions import Decision, append_decisions, dated
from glossary.store.postings import stored_pairs
from glossary.store.project import Project
from glossary.store.verify import verify

DATES = (None, "2015-09-18", "2015-10-13", "2016-01-02")
NAMES = ("alpha", "beta", "gamma", "delta", "epsilon")
TERMS = (
    "deconfliction",
    "soft power",
    "EI",
    "OMS",
    "coalition international",
    "éolienne",
    "fantôme",
    "lanceur d'alerte",
    "déconfliction",
    "base aérien avancé",
    "base avancé",
    "réglage vitesse",
    "résistance",
    "resistance",
    "charte déontologique",
)


def exported(database: Path) -> str:
    """The view as CSV, and all that a page shows, in an order that no row number enters."""
    queries = (
        "SELECT * FROM glossary",
        "SELECT t.norm, t.slug, t.sort_key, t.pos, t.termhood, t.note, t.status FROM terms t ORDER BY norm",
        "SELECT path, slug, digest, "
        "(SELECT path FROM articles b WHERE b.id = a.duplicate_of) FROM articles a ORDER BY 1",
        "SELECT t.norm, v.form, v.kind, v.frequency FROM variants v JOIN terms t ON t.id = term_id ORDER BY 1, 2",
        "SELECT t.norm, m.month, m.frequency FROM term_months m JOIN terms t ON t.id = term_id ORDER BY 1, 2",
        'SELECT a.path, c.start, c."end", c.text FROM contexts c JOIN articles a ON a.id = article_id ORDER BY 1, 2, 3',
        'SELECT a.path, t.norm, o.form, o.start, o."end", o.kind, o.merged_from FROM occurrences o '
        "JOIN terms t ON t.id = term_id JOIN contexts c ON c.id = context_id JOIN articles a ON a.id = article_id "
        "ORDER BY 1, 4, 5, 2",
        "SELECT a.path, t.norm, g.gloss, g.term_start, g.gloss_start, g.rule, g.confidence, g.status, g.merged_from "
        "FROM glosses g JOIN terms t ON t.id = term_id JOIN articles a ON a.id = article_id ORDER BY 1, 4, 5, 6, 2",
        "SELECT norm, counts, article_count, anchors, articles_seen, published FROM candidates ORDER BY norm",
        "SELECT value, (SELECT count(*) FROM articles WHERE duplicate_of IS NULL) FROM meta WHERE key = 'counted'",
        "SELECT norm, variant_of, kind FROM joins ORDER BY norm",
        "SELECT block, norm FROM spellings LEFT JOIN candidates ON id = candidate_id ORDER BY 1, 2",
        "SELECT root, verb FROM derived_verbs ORDER BY root, verb",
        "SELECT action, d.term, detail, applied, norm FROM decisions d "
        "LEFT JOIN terms t ON t.id = term_id ORDER BY d.id",
    )
    text = io.StringIO()
    with closing(sqlite3.connect(database)) as db:
        for query in queries:
            csv.writer(text).writerows(db.execute(query))
        norms, paths = (
            dict(db.execute(query)) for query in ("SELECT id, norm FROM candidates", "SELECT id, path FROM articles")
        )
        csv.writer(text).writerows(sorted((norms[number], paths[article]) for number, article in stored_pairs(db)))
    return text.getvalue()


class Glossary(RuleBasedStateMachine):
    """A project that changes, built after every step."""

    @initialize()
    def start(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.project = Project.at(self.root)
        self.project.articles.mkdir(parents=True)
        self.decided: list[Decision] = []
        self.number = 0
        self.write("alpha", [0, 1, 2], "2015-10-13")

    def path(self, name: str) -> Path:
        return self.project.articles / f"{name}.txt"

    def write(self, name: str, sentences: list[int], date: str | None) -> None:
        write_article(self.project, name, sentences, date)
        self.build()

    def build(self) -> None:
        build(self.project, [self.project.articles], find)

    @rule(
        name=st.sampled_from(NAMES),
        sentences=st.lists(st.integers(0, len(SENTENCES) - 1), min_size=1, max_size=6),
        date=st.sampled_from(DATES),
    )
    def add_or_change(self, name: str, sentences: list[int], date: str | None) -> None:
        self.write(name, sentences, date)

    @rule(name=st.sampled_from(NAMES), other=st.sampled_from(NAMES), date=st.sampled_from(DATES))
    def republish(self, name: str, other: str, date: str | None) -> None:
        """The same article elsewhere, with a sentence more."""
        if self.path(name).exists() and name != other:
            text = self.path(name).read_text(encoding="utf-8").rpartition("---\n")[2].strip()
            head = f"---\ntitle: Dépêche\ndate: {date}\n---\n" if date else ""
            self.path(other).write_text(f"{head}{text} {SENTENCES[3]}\n", encoding="utf-8")
            self.build()

    @precondition(lambda self: len(list(self.project.articles.iterdir())) > 1)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(sorted(self.project.articles.iterdir()))).unlink()
        self.build()

    @rule(data=st.data(), to=st.sampled_from(("zeta", "eta", "alpha")))
    def rename(self, data: st.DataObject, to: str) -> None:
        old = data.draw(st.sampled_from(sorted(self.project.articles.iterdir())))
        if not self.path(to).exists():
            old.rename(self.path(to))
            self.build()

    @rule(
        action=st.sampled_from(("accept", "reject", "reopen", "note", "rename", "gloss", "wrong", "right")),
        term=st.sampled_from(TERMS),
        detail=st.sampled_from(("puissance douce", "État islamique", "Organisation mondiale de la santé", "à revoir")),
    )
    def decide_on(self, action: str, term: str, detail: str) -> None:
        bare = action in ("accept", "reject", "reopen")
        self.decide(Decision(action, term, None if bare else detail))

    @rule(term=st.sampled_from(TERMS), into=st.sampled_from(TERMS))
    def merge(self, term: str, into: str) -> None:
        self.decide(Decision("merge", term, into))

    @rule(term=st.sampled_from(TERMS), form=st.sampled_from((*TERMS, "coalition internationale", "éoliennes")))
    def split(self, term: str, form: str) -> None:
        self.decide(Decision("split", term, form))

    @precondition(lambda self: self.decided)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        undone = data.draw(st.sampled_from(self.decided))
        self.decide(Decision("undo", undone.term, undone.id))

    def decide(self, decision: Decision) -> None:
        self.number += 1
        decision = dated(decision)
        append_decisions(self.project.decisions, [decision])
        self.decided.append(decision)
        assert decide(self.project) is not None

    @rule()
    def compare_with_a_build_from_nothing(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            other = Project.at(Path(folder))
            shutil.copytree(self.project.articles, other.articles)
            if self.project.decisions.exists():
                shutil.copy(self.project.decisions, other.decisions)
            build(other, [other.articles], find)
            assert exported(self.project.database) == exported(other.database)
        assert verify(self.project) == []

    def teardown(self) -> None:
        if hasattr(self, "root"):
            self.compare_with_a_build_from_nothing()
            shutil.rmtree(self.root)


TestGlossary = Glossary.TestCase
TestGlossary.settings = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
