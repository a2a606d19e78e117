"""Articles → the database: what a build does, from reading to publishing, in one transaction for readers."""

from __future__ import annotations

import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlite_utils import Database
from sqlite_utils.db import Table

import glossary
from glossary.forms import fold, slugify, sort_key
from glossary.model import Article, Findings
from glossary.rank import rank
from glossary.store.schema import migrate


@dataclass(slots=True)
class Concept:
    """What is gathered of one term before its row is written."""

    norm: str
    kind: str
    language: str
    termhood: float = 0.0
    places: dict[tuple[int, int, int], str] = field(default_factory=dict)  # (article, start, end) → form


def build_database(path: Path, corpus: Iterable[tuple[Article, Findings]]) -> None:
    """Build the glossary of the corpus from nothing, then put it in the place of the old one in one step."""
    started = datetime.now(UTC).isoformat(timespec="seconds")
    with tempfile.TemporaryDirectory() as folder:
        made = Database(Path(folder) / "glossary.db")
        migrate(made)
        read = sorted(corpus, key=lambda pair: pair[0].key)
        with made.conn:
            _write(made, read)
            made.table("builds").insert(
                {
                    "started": started,
                    "finished": datetime.now(UTC).isoformat(timespec="seconds"),
                    "program": glossary.__version__,
                    "rules": "",
                    "model": "",
                    "report": "{}",
                }
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        live = sqlite3.connect(path)
        live.execute("PRAGMA journal_mode=WAL")
        made.conn.backup(live)
        live.close()


def _write(db: Database, corpus: list[tuple[Article, Findings]]) -> None:
    for number, (article, _) in enumerate(corpus, 1):
        db.table("articles").insert(
            {
                "id": number,
                "slug": slugify(Path(article.key).stem),
                "title": article.title,
                "publisher": article.publisher,
                "author": article.author,
                "published": article.published,
                "url": article.url,
                "path": article.key,
                "language": article.language,
                "words": article.words,
                "digest": article.digest,
                "notes": "\n".join(article.notes) or None,
            }
        )
    concepts = _concepts(corpus)
    contexts: dict[tuple[int, int], int] = {}
    slugs: set[str] = set()
    ids: dict[str, int] = {}
    for norm, concept in sorted(concepts.items()):
        slug = slugify(norm)
        while slug in slugs:
            slug += "-2"
        slugs.add(slug)
        forms = Counter(concept.places.values())
        dates = sorted(d for a in {a for a, _, _ in concept.places} if (d := corpus[a][0].published))
        shown = min(forms, key=lambda form: (-forms[form], form))
        ids[norm] = _key(
            db.table("terms").insert(
                {
                    "norm": norm,
                    "slug": slug,
                    "term": shown,
                    "sort_key": sort_key(shown),
                    "kind": concept.kind,
                    "language": concept.language,
                    "termhood": concept.termhood,
                    "frequency": len(concept.places),
                    "article_count": len({a for a, _, _ in concept.places}),
                    "first_seen": dates[0] if dates else None,
                    "last_seen": dates[-1] if dates else None,
                }
            )
        )
        db.table("variants").insert_all(
            {"term_id": ids[norm], "form": form, "kind": "inflection", "frequency": n}
            for form, n in sorted(forms.items())
        )
        best = None
        for (a, start, end), form in sorted(concept.places.items()):
            context = _context(db, contexts, corpus, a, start, end)
            best = best or context
            db.table("occurrences").insert(
                {"term_id": ids[norm], "context_id": context, "form": form, "start": start, "end": end}
            )
        db.table("terms").update(ids[norm], {"best_context": best})
    _write_glosses(db, corpus, contexts, ids)
    for row in db["terms"].rows:
        glosses = " ".join(g["gloss"] for g in db["glosses"].rows_where("term_id = ?", [row["id"]]))
        forms_text = " ".join(v["form"] for v in db["variants"].rows_where("term_id = ?", [row["id"]]))
        db.execute(
            "INSERT INTO terms_fts (rowid, term, variants, glosses) VALUES (?, ?, ?, ?)",
            [row["id"], fold(row["term"]), fold(forms_text), fold(glosses)],
        )


def _concepts(corpus: list[tuple[Article, Findings]]) -> dict[str, Concept]:
    concepts: dict[str, Concept] = {}
    for number, (_, findings) in enumerate(corpus):
        for word in findings.loanwords:
            concept = concepts.setdefault(fold(word.text), Concept(fold(word.text), "loanword", word.lang))
            concept.places[number, word.start, word.end] = word.text
        for short in findings.abbreviations:
            concept = concepts.setdefault(short.text, Concept(short.text, "abbreviation", "fr"))
            concept.places[number, short.start, short.end] = short.text
        for gloss in findings.glosses:
            norm = gloss.term if gloss.term.isupper() else fold(gloss.term)
            kind = "abbreviation" if gloss.kind == "acronym" else "term" if gloss.term_lang == "fr" else "loanword"
            concept = concepts.setdefault(norm, Concept(norm, kind, gloss.term_lang))
            concept.places[number, gloss.term_start, gloss.term_end] = gloss.term
    names = sorted({name for _, findings in corpus for name in findings.counts})
    if names:
        rows = [[f.counts[n] for _, f in corpus if n in f.counts] for n in names]
        scores, kept = rank(
            names,
            np.array([np.sum(r, axis=0) for r in rows]),
            np.array([len(r) for r in rows]),
            len(corpus),
        )
        score = {n: float(s) for n, s, keep in zip(names, scores, kept, strict=True) if keep}
        for number, (_, findings) in enumerate(corpus):
            for term in findings.terms:
                if term.term in score:
                    concept = concepts.setdefault(term.term, Concept(term.term, "term", "fr"))
                    concept.termhood = score[term.term]
                    concept.places[number, term.start, term.end] = term.text
    return concepts


def _context(
    db: Database,
    contexts: dict[tuple[int, int], int],
    corpus: list[tuple[Article, Findings]],
    number: int,
    start: int,
    end: int,
) -> int:
    article, findings = corpus[number]
    sentence = next(s for s in reversed(findings.sentences) if s.start <= start)
    last = next((s for s in findings.sentences if s.end >= end), sentence)
    key = (number, sentence.start)
    if key not in contexts:
        stop = max(sentence.end, last.end)
        contexts[key] = _key(
            db.table("contexts").insert(
                {
                    "article_id": number + 1,
                    "start": sentence.start,
                    "end": stop,
                    "text": article.text[sentence.start : stop],
                }
            )
        )
        db.execute(
            "INSERT INTO contexts_fts (rowid, text) VALUES (?, ?)",
            [contexts[key], fold(article.text[sentence.start : stop])],
        )
    return contexts[key]


def _write_glosses(
    db: Database, corpus: list[tuple[Article, Findings]], contexts: dict[tuple[int, int], int], ids: dict[str, int]
) -> None:
    for number, (_, findings) in enumerate(corpus):
        for gloss in findings.glosses:
            norm = gloss.term if gloss.term.isupper() else fold(gloss.term)
            row = (
                db.table("glosses")
                .insert(
                    {
                        "term_id": ids[norm],
                        "context_id": _context(db, contexts, corpus, number, gloss.term_start, gloss.term_end),
                        "article_id": number + 1,
                        "term": gloss.term,
                        "gloss": gloss.gloss,
                        "kind": gloss.kind,
                        "language": gloss.gloss_lang,
                        "term_start": gloss.term_start,
                        "term_end": gloss.term_end,
                        "gloss_start": gloss.gloss_start,
                        "gloss_end": gloss.gloss_end,
                        "rule": gloss.rule,
                        "confidence": gloss.confidence,
                    }
                )
                .last_pk
            )
            db.execute("UPDATE terms SET best_gloss = COALESCE(best_gloss, ?) WHERE id = ?", [row, ids[norm]])


def _key(table: Table) -> int:
    assert isinstance(table.last_pk, int)
    return table.last_pk
