"""Databases made row by row, for tests of what comes after the build."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from glossary.forms import fold, slugify, sort_key
from glossary.store.bank_forms import stored_norms
from glossary.store.schema import migrate


@dataclass
class Made:
    """A database to fill: every ``add_…`` returns the id of the row."""

    path: Path
    db: Database

    def add_article(self, slug: str, publisher: str | None, published: str | None, title: str = "Titre") -> int:
        return self._add(
            "articles",
            slug=slug,
            title=title,
            publisher=publisher,
            published=published,
            path=f"seeds/{slug}.txt",
            words=100,
            digest="0" * 64,
            url=f"https://presse.example/{slug}",
        )

    def add_term(self, term: str, kind: str = "loanword", language: str = "en", **columns: object) -> int:
        norm = str(columns.pop("norm", fold(term) or term))
        slug = columns.pop("slug", None) or slugify(term) or f"x-{fold(term)}"
        found = self._add(
            "terms", norm=norm, slug=slug, sort_key=sort_key(term), term=term, kind=kind, language=language, **columns
        )
        self._add("variants", term_id=found, form=term, kind="spelling", frequency=3)
        return found

    def add_context(self, article: int, text: str, term: int | None = None, form: str | None = None) -> int:
        start = self.db.execute('SELECT COALESCE(MAX("end"), 0) FROM contexts WHERE article_id = ?', [article])
        [begin] = start.fetchone()
        context = self._add("contexts", article_id=article, start=begin, end=begin + len(text), text=text)
        if term is not None:
            form = form or text
            place = begin + max(text.find(form), 0)
            self._add(
                "occurrences",
                term_id=term,
                context_id=context,
                form=form,
                start=place,
                end=place + len(form),
                kind="loanword",
            )
            self.db.execute(
                "INSERT INTO term_months SELECT ?, substr(published, 1, 7), 1 FROM articles "
                "WHERE id = ? AND length(published) >= 7 ON CONFLICT DO UPDATE SET frequency = frequency + 1",
                [term, article],
            )
        return context

    def add_gloss(
        self, term: int, article: int, gloss: str, quotation: str, kind: str = "translation", **more: object
    ) -> int:
        context = self.add_context(article, quotation)
        values = {
            "language": "fr",
            "rule": "se-traduire-par",
            "confidence": 0.9,
            "term": "",
            "term_start": 0,
            "term_end": 0,
            "gloss_start": 0,
            "gloss_end": 0,
        } | more
        found = self._add(
            "glosses", term_id=term, context_id=context, article_id=article, gloss=gloss, kind=kind, **values
        )
        self.db.execute(
            "UPDATE terms SET best_gloss = COALESCE(best_gloss, ?), best_context = COALESCE(best_context, ?) "
            "WHERE id = ?",
            [found, context, term],
        )
        return found

    def add_equivalent(self, term: int, text: str, status: str = "preferred", **more: object) -> int:
        values = {"source": "FranceTerme", "entry": "TELE23", "language": "fr"} | more
        norms = stored_norms(str(values["language"]), text, status)
        return self._add("equivalents", term_id=term, text=text, status=status, norms=norms, **values)

    def add_translation(self, term: int, text: str, language: str = "fr", rank: int = 1, score: float = -0.5) -> int:
        return self._add(
            "translations",
            term_id=term,
            text=text,
            language=language,
            engine="Argos Translate",
            model="translate-en_fr 1.0",
            rank=rank,
            score=score,
        )

    def read(self) -> sqlite3.Connection:
        self.db.conn.commit()
        return self.db.conn

    def _add(self, table: str, **columns: object) -> int:
        known = {row[1] for row in self.db.execute(f"PRAGMA table_info({table})")}
        columns = {name: value for name, value in columns.items() if name in known}
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join("?" * len(columns))
        cursor = self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(columns.values()))
        assert cursor.lastrowid is not None
        return cursor.lastrowid


def make_database(path: Path | None = None) -> Made:
    """An empty database with the schema of this version, in memory where there is no path."""
    db = Database(path) if path else Database(memory=True)
    migrate(db)
    return Made(path or Path(":memory:"), db)


def make_glossary(path: Path) -> Made:
    """A small glossary with every kind of evidence, from the seeds and FranceTerme's « abonné itinérant »."""
    made = make_database(path)
    article = made.add_article("le-huffpost-2015-10-13", "Le HuffPost", "2015-10-13")
    other = made.add_article("afp-2015-09-29", None, None, "Syrie : Moscou et Washington se parlent")
    sentence = "On utilise le terme anglais de \"deconfliction\", qui peut se traduire par l'échange d'informations."
    term = made.add_term(
        "deconfliction", frequency=2, article_count=2, first_seen="2015-10-13", last_seen="2015-10-13", termhood=9.0
    )
    made.add_gloss(term, article, "échange d'informations", sentence)
    made.add_gloss(term, other, "procédure pour éviter les incidents", "La deconfliction évite.", "paraphrase")
    made.add_translation(term, "déconfliction")
    made.add_translation(term, "désescalade", rank=2, score=-1.5)
    roamer = made.add_term("roamer", frequency=1, article_count=1, termhood=3.0, status="accepted")
    made.add_equivalent(
        roamer,
        "abonné itinérant",
        definition="Abonné d'un service mobile en déplacement.",
        date="2000-09-22",
        domain="Télécommunications",
        url="https://www.culture.fr/franceterme/terme/TELE23",
    )
    made.add_equivalent(roamer, "roamer", "deprecated", date="2000-09-22")
    made.add_equivalent(roamer, "itinérance", "deprecated", date="2000-09-22")
    made.add_equivalent(roamer, "roaming subscriber", "preferred", language="en")
    short = made.add_term("EI", "abbreviation", "fr", norm="EI", termhood=5.0, last_seen="2015-09-29")
    made.add_gloss(short, other, "Etat islamique", "le groupe Etat islamique (EI)", "acronym", confidence=0.97)
    theatre = made.add_term("théâtre militaire", "term", "fr", termhood=4.0, pos="noun", note="vu chez l'AFP")
    made.add_translation(theatre, "military theatre", "en")
    strike = made.add_term("airstrike", termhood=2.0, preferred_gloss="frappe aérienne")
    made.add_gloss(strike, article, "bombardement", "l'« airstrike » (bombardement)", confidence=0.4)
    made.add_term("oublié", "term", "fr", status="rejected")
    made.read()
    return made
