"""A small glossary written row by row: every kind of row that a page can show, without running the model."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from glossary.forms import fold, slugify, sort_key
from glossary.store.bank_forms import stored_norms
from glossary.store.schema import migrate


@dataclass(frozen=True, slots=True)
class Piece:
    """An article: its source and its sentences."""

    slug: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    sentences: tuple[str, ...]


ARTICLES = (
    Piece(
        "huffpost-2015-10-13",
        "Syrie : les États-Unis et la Russie reprennent leurs discussions militaires",
        "Le HuffPost",
        "2015-10-13",
        "https://www.huffingtonpost.fr/2015/10/13/syrie.html",
        (
            "Les États-Unis et la Russie reprennent leurs discussions militaires sur le conflit syrien.",
            "Dans le jargon de la Défense, on utilise le terme anglais de « deconfliction », qui peut se traduire en "
            "français par l'échange d'informations pour éviter un incident entre aéronefs.",
            "La coalition internationale contre l'État islamique (EI) bombarde la Syrie depuis une base aérienne.",
        ),
    ),
    Piece(
        "reuters-2015-09-18",
        "Washington et Moscou se parlent de la Syrie",
        "Reuters",
        "2015-09-18",
        "https://fr.reuters.com/article/syrie",
        (
            "Les Américains emploient le mot de « deconfliction » pour décrire le contenu des discussions militaires.",
            "L'EI contrôle une base aérienne avancée près du théâtre militaire.",
        ),
    ),
    Piece(
        "le-temps-2017-04-07",
        "La ligne rouge",
        "Le Temps",
        "2017-04-07",
        None,
        (
            "La ligne de déconfliction, autrement dit le téléphone rouge entre les deux états-majors, a servi hier.",
            "Le soft power américain s'effrite, et l'œuvre d'une génération avec lui.",
        ),
    ),
    Piece(
        "hostile",
        "<script>alert('titre')</script></title>",
        "<img src=x onerror=alert(1)>",
        "2020-02-30",
        "javascript:alert(document.domain)",
        (
            "Le mot « =1+1 » désigne <script>alert('corps')</script> et \u202egro.live\u202c selon l'auteur.",
            "On appelle </title><svg onload=alert(2)> un « hameçon », soit « +cmd|' /C calc'!A0 ».",
        ),
    ),
    Piece("sans-rien", None, None, None, None, ("Une discussion militaire de plus.",)),
)


@dataclass(frozen=True, slots=True)
class Word:
    """A term, its forms as written, and its glosses: (article, form, gloss, kind, confidence)."""

    norm: str
    kind: str
    language: str
    forms: tuple[str, ...]
    glosses: tuple[tuple[str, str, str, str, float], ...] = ()
    status: str = "proposed"


WORDS = (
    Word(
        "deconfliction",
        "loanword",
        "en",
        ("deconfliction", "déconfliction"),
        (
            (
                "huffpost-2015-10-13",
                "deconfliction",
                "échange d'informations pour éviter un incident entre aéronefs",
                "translation",
                0.92,
            ),
            (
                "le-temps-2017-04-07",
                "déconfliction",
                "le téléphone rouge entre les deux états-majors",
                "paraphrase",
                0.71,
            ),
        ),
        "accepted",
    ),
    Word("EI", "abbreviation", "fr", ("EI",), (("huffpost-2015-10-13", "EI", "État islamique", "acronym", 0.97),)),
    Word("état islamique", "term", "fr", ("État islamique",)),
    Word("discussion militaire", "term", "fr", ("discussions militaires", "discussion militaire")),
    Word("discussion", "term", "fr", ("discussions", "discussion")),
    Word("base aérienne", "term", "fr", ("base aérienne",)),
    Word("base aérienne avancée", "term", "fr", ("base aérienne avancée",)),
    Word("théâtre militaire", "term", "fr", ("théâtre militaire",)),
    Word("œuvre", "term", "fr", ("œuvre",)),
    Word("soft power", "loanword", "en", ("soft power",)),
    Word(
        "=1+1",
        "loanword",
        "en",
        ("=1+1",),
        (("hostile", "=1+1", "<script>alert('corps')</script>", "definition", 0.5),),
    ),
    Word(
        "hameçon",
        "term",
        "fr",
        ("hameçon",),
        (("hostile", "hameçon", "+cmd|' /C calc'!A0", "paraphrase", 0.4),),
        "rejected",
    ),
    Word("\u202egro.live\u202c", "loanword", "xx", ("\u202egro.live\u202c",)),
)


def make_glossary(path: Path) -> Path:
    """Write the sample as a database like those that a build makes."""
    db = Database(path)
    db.conn.execute("PRAGMA journal_mode=WAL")
    migrate(db)
    with db.conn:
        places = _write_articles(db)
        for number, word in enumerate(WORDS, 1):
            _write_word(db, number, word, places)
        _write_banks(db)
        db.table("builds").insert(
            {
                "started": "2026-01-02T03:04:00+00:00",
                "finished": "2026-01-02T03:04:05+00:00",
                "program": "0.1.0",
                "rules": "1",
                "model": "3.8",
                "report": json.dumps(
                    {
                        "articles": len(ARTICLES),
                        "counts": {"added": 1, "changed": 1, "removed": 1},
                        "added": [{"term": "deconfliction", "slug": "deconfliction", "kind": "loanword"}],
                        "changed": [{"term": "EI", "slug": "EI", "kind": "abbreviation", "what": ["gloss"]}],
                        "removed": [{"term": "parti", "slug": "parti", "kind": "term"}],
                    }
                ),
            }
        )
    db.close()
    return path


Places = dict[str, tuple[int, str, list[tuple[int, int, int]]]]  # article → id, text, contexts (id, start, end)


def _write_articles(db: Database) -> Places:
    places: Places = {}
    for number, article in enumerate(ARTICLES, 1):
        text, spans = "", []
        for sentence in article.sentences:
            key = number * 100 + len(spans)
            spans.append((key, len(text), len(text) + len(sentence)))
            text += sentence + "\n"
        places[article.slug] = (number, text, spans)
        db.table("articles").insert(
            {
                "id": number,
                "slug": article.slug,
                "title": article.title,
                "publisher": article.publisher,
                "published": article.published,
                "url": article.url,
                "path": f"data/articles/{article.slug}.txt",
                "language": "fr",
                "words": len(text.split()),
                "digest": "0" * 64,
                "duplicate_of": 1 if article.slug == "sans-rien" else None,
            }
        )
        for key, start, end in spans:
            db.table("contexts").insert(
                {"id": key, "article_id": number, "start": start, "end": end, "text": text[start:end]}
            )
            db.execute("INSERT INTO contexts_fts (rowid, text) VALUES (?, ?)", [key, fold(text[start:end])])
    return places


def _write_word(db: Database, number: int, word: Word, places: Places) -> None:
    found = [
        (article, key, form, at)
        for article, (_, text, spans) in places.items()
        for key, start, end in spans
        for form in word.forms
        for at in range(start, end)
        if text.startswith(form, at) and not (text[at + len(form)].isalnum() or text[at - 1].isalnum())
    ]
    dates = sorted(a.published for a in ARTICLES if a.published and any(a.slug == f[0] for f in found))
    db.table("terms").insert(
        {
            "id": number,
            "norm": word.norm,
            "slug": slugify(word.norm),
            "term": word.forms[0],
            "sort_key": sort_key(word.forms[0]),
            "kind": word.kind,
            "language": word.language,
            "termhood": 1 / number,
            "frequency": len(found),
            "article_count": len({f[0] for f in found}),
            "first_seen": dates[0] if dates else None,
            "last_seen": dates[-1] if dates else None,
            "status": word.status,
            "best_context": found[0][1],
        }
    )
    for form in word.forms:
        count = sum(f[2] == form for f in found)
        db.table("variants").insert({"term_id": number, "form": form, "kind": "inflection", "frequency": count})
    db.table("occurrences").insert_all(
        {"term_id": number, "context_id": key, "form": form, "start": at, "end": at + len(form)}
        for _, key, form, at in found
    )
    db.execute(
        "INSERT INTO term_months SELECT o.term_id, substr(a.published, 1, 7) AS month, count(*) FROM occurrences o "
        "JOIN contexts c ON c.id = o.context_id JOIN articles a ON a.id = c.article_id "
        "WHERE o.term_id = ? AND length(a.published) >= 7 GROUP BY month",
        [number],
    )
    _write_glosses(db, number, word, places)
    folded = [fold(word.forms[0]), fold(" ".join(word.forms)), fold(" ".join(g[2] for g in word.glosses))]
    db.execute("INSERT INTO terms_fts (rowid, term, variants, glosses) VALUES (?, ?, ?, ?)", [number, *folded])


def _write_glosses(db: Database, number: int, word: Word, places: Places) -> None:
    for rank, (slug, form, gloss, kind, confidence) in enumerate(word.glosses):
        article, text, spans = places[slug]
        term_at, gloss_at = text.index(form), text.index(gloss)
        key = number * 10 + rank
        db.table("glosses").insert(
            {
                "id": key,
                "term_id": number,
                "context_id": next(k for k, start, end in spans if start <= term_at < end),
                "article_id": article,
                "term": form,
                "gloss": gloss,
                "kind": kind,
                "language": "fr",
                "term_start": term_at,
                "term_end": term_at + len(form),
                "gloss_start": gloss_at,
                "gloss_end": gloss_at + len(gloss),
                "rule": "autrement-dit",
                "confidence": confidence,
            }
        )
        db.execute("UPDATE terms SET best_gloss = COALESCE(best_gloss, ?) WHERE id = ?", [key, number])


def _write_banks(db: Database) -> None:
    db.table("equivalents").insert_all(
        {
            "term_id": 1,
            "source": "FranceTerme",
            "entry": "DEFE12",
            "language": "fr",
            "text": text,
            "status": status,
            "definition": "Coordination préalable qui évite les interférences entre forces." if rank == 0 else None,
            "domain": "Défense",
            "date": "2019-06-05",
            "url": "https://www.culture.fr/franceterme",
            "norms": stored_norms("fr", text, status),
        }
        for rank, (text, status) in enumerate(
            (
                ("déconflictualisation", "preferred"),
                ("prévention des interférences", "admitted"),
                ("déconfliction", "deprecated"),
            )
        )
    )
    for number, (norm, articles) in enumerate((("deconfliction", (1, 2, 3)), ("déconflictualisation", (3,))), 1):
        db.table("candidates").insert(
            {
                "id": number,
                "norm": norm,
                "counts": b"",
                "article_count": len(articles),
                "anchors": 0,
                "articles_seen": len(articles),
            }
        )
        db.table("postings").insert({"block": 0, "candidate_id": number, "articles": bytes(articles)})
    db.table("aliases").insert({"norm": "desescalade", "term_id": 1, "frequency": 1})
    db.table("translations").insert(
        {
            "term_id": 10,
            "language": "fr",
            "text": "pouvoir doux",
            "engine": "argos",
            "model": "en_fr 1.9",
            "rank": 1,
            "score": 0.4,
        }
    )
