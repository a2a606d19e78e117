"""Every export of a made glossary: seconds and peak memory, one process a format. And a term bank read and matched.

    python bench/export.py [--terms 100000] [--bank 100000] [FORMAT ...]

The glossary has a gloss, two contexts and an equivalent for one term in three; the bank is FranceTerme's XML made of
the seven real records of tests/references/ under other names.
"""

from __future__ import annotations

import argparse
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "references" / "franceterme-sample.xml"


def make_glossary(path: Path, terms: int) -> None:
    """A database of ``terms`` terms, written directly."""
    from sqlite_utils import Database

    from glossary.store.schema import migrate

    database = Database(path)
    migrate(database)
    db = database.conn
    with db:
        db.executemany(
            "INSERT INTO articles (id, slug, title, publisher, published, path, words, digest) "
            "VALUES (?, ?, ?, ?, ?, ?, 500, '')",
            [(i, f"a{i}", f"Titre {i}", f"Journal {i % 20}", f"20{i % 25:02}-01-02", f"a{i}") for i in range(1, 1001)],
        )
        for start in range(1, terms + 1, 10_000):
            _write_terms(db, range(start, min(start + 10_000, terms + 1)))
    database.close()


def _write_terms(db: sqlite3.Connection, some: range) -> None:
    sentence = "Dans le jargon de la Défense, on utilise le terme anglais de « {} », qui peut se traduire par {}."
    db.executemany(
        "INSERT INTO contexts (id, article_id, start, end, text) VALUES (?, ?, 0, 100, ?)",
        [(i, i % 1000 + 1, sentence.format(f"word {i}", f"mot numéro {i}")) for i in some],
    )
    db.executemany(
        "INSERT INTO terms (id, norm, slug, sort_key, term, kind, language, termhood, frequency, "
        "article_count, first_seen, last_seen, best_gloss, best_context) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 3, 2, '2015-10-13', '2016-01-01', ?, ?)",
        [
            (
                i,
                f"word {i}",
                f"word-{i}",
                f"word {i}",
                f"word {i}",
                ("loanword", "term")[i % 2],
                ("en", "fr")[i % 2],
                i % 97 / 10,
                i if i % 3 == 0 else None,
                i,
            )
            for i in some
        ],
    )
    glossed = [i for i in some if i % 3 == 0]
    db.executemany(
        "INSERT INTO glosses (id, term_id, context_id, article_id, term, gloss, kind, language, term_start, "
        "term_end, gloss_start, gloss_end, rule, confidence) "
        "VALUES (?, ?, ?, ?, ?, ?, 'translation', 'fr', 0, 0, 0, 0, 'se-traduire-par', 0.9)",
        [(i, i, i, i % 1000 + 1, f"word {i}", f"mot numéro {i}") for i in glossed],
    )
    db.executemany("INSERT INTO variants VALUES (?, ?, 'inflection', 1)", [(i, f"words {i}") for i in some])
    db.executemany(
        "INSERT INTO equivalents (term_id, source, entry, language, text, status, date) "
        "VALUES (?, 'FranceTerme', ?, 'fr', ?, 'preferred', '2000-09-22')",
        [(i, f"T{i}", f"terme officiel {i}") for i in some if i % 3 == 1],
    )


def make_bank(path: Path, entries: int) -> None:
    """FranceTerme's seven records over and over, numbered."""
    text = SAMPLE.read_text(encoding="utf-8")
    records = re.findall(r"<Article .*?</Article>", text, re.DOTALL)
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<CRITER>\n')
        for number in range(entries):
            record = records[number % len(records)]
            record = re.sub(r'(Terme="[^"]*)"', rf'\1 {number}"', record)
            out.write(re.sub(r'numero="[A-Z]+\d+"', f'numero="T{number}"', record, count=1) + "\n")
        out.write("</CRITER>\n")


def peak_memory() -> float:
    """This program's peak in MB; getrusage would count what the parent had before it started us."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def export(name: str, database: Path) -> None:
    """In a process of its own: write the export to nowhere and print seconds, megabytes and bytes."""
    from glossary.export import write_export
    from glossary.export.options import Options
    from glossary.store.stream import Filters, open_database

    started, before = time.perf_counter(), time.process_time()
    with tempfile.TemporaryFile() as out:
        write_export(open_database(database), name, Filters(), Options(), out)
        size = out.tell()
    memory = peak_memory()
    print(json.dumps([time.perf_counter() - started, time.process_time() - before, memory, size / 1e6]))


def bank(database: Path, file: Path) -> None:
    """In a process of its own: read and index the bank, then match every term; print seconds and megabytes."""
    from glossary.reference.index import add_bank
    from glossary.store.equivalents import update_equivalents

    references = database.parent / "references"
    started, before = time.perf_counter(), time.process_time()
    entries = add_bank(references, file).entries
    read, cpu = time.perf_counter() - started, time.process_time() - before
    with sqlite3.connect(database) as db:
        started = time.perf_counter()
        update_equivalents(db, references)
        matched = time.perf_counter() - started
    memory = peak_memory()
    print(
        f"bank of {entries:,} entries: read and indexed in {read:.1f} s ({cpu:.1f} s of CPU), "
        f"all terms matched in {matched:.1f} s, peak {memory:.0f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*")
    parser.add_argument("--terms", type=int, default=100_000)
    parser.add_argument("--bank", type=int, default=100_000)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        name, path = given.one
        if name == "bank":
            bank(Path(path), Path(path).with_name("franceterme.xml"))
        else:
            export(name, Path(path))
        return
    from glossary.export import FORMATS

    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "glossary.db"
        make_glossary(database, given.terms)
        print(f"{given.terms:,} terms\n{'format':10}{'seconds':>9}{'CPU':>9}{'peak MB':>9}{'MB out':>9}")
        for name in given.formats or FORMATS:
            run = subprocess.run(
                [sys.executable, __file__, "--one", name, str(database)], capture_output=True, text=True, check=False
            )
            if run.returncode:
                print(f"{name:10} {run.stderr.strip().splitlines()[-1]}")
                continue
            row = json.loads(run.stdout)
            print(f"{name:10}" + "".join(f"{value:9.1f}" for value in row), flush=True)
        if given.bank:
            make_bank(database.with_name("franceterme.xml"), given.bank)
            subprocess.run([sys.executable, __file__, "--one", "bank", str(database)], check=True)


if __name__ == "__main__":
    main()
