"""A build brings in what the term banks and the kept translations say, and forgets what they say no more."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from click.testing import CliRunner

from glossary.cli import main
from glossary.store.translations import Pending, append_translations
from glossary.translate import Model, Proposal

FRANCETERME = Path(__file__).parent / "references" / "franceterme-sample.xml"
ARTICLE = (
    "Le client est un « roamer » : le terme anglais de « roamer » agace. L'abonné itinérant paie peu. Le roamer part."
)


def test_a_build_keeps_banks_and_translations_up_to_date(tmp_path: Path) -> None:
    articles, database = tmp_path / "data" / "articles", tmp_path / "data" / "glossary.db"
    articles.mkdir(parents=True)
    (articles / "mobile.txt").write_text(ARTICLE, "utf-8")

    def build() -> None:
        run = CliRunner().invoke(main, ["build", str(articles), "--db", str(database)])
        assert run.exit_code == 0, run.output

    def row() -> tuple[object, ...]:
        connection = sqlite3.connect(database)
        found = connection.execute(
            "SELECT official_equivalent, machine_translation FROM glossary WHERE term = 'roamer'"
        ).fetchone()
        connection.close()
        return tuple(found)

    build()
    assert row() == (None, None)
    (tmp_path / "data" / "references").mkdir()
    shutil.copy(FRANCETERME, tmp_path / "data" / "references")
    kept = tmp_path / "data" / "translations.jsonl"
    model = Model("en", "fr", "1.0", None)
    append_translations(kept, [(Pending("roamer", "roamer", "en", "fr"), model, [Proposal("itinérant", 1, -0.3)])])
    build()
    assert row() == ("abonné itinérant", "itinérant")
    (articles / "mobile.txt").write_text(ARTICLE + " Un autre roamer arrive.", "utf-8")
    build()
    assert row() == ("abonné itinérant", "itinérant")
    database.unlink()
    build()
    assert row() == ("abonné itinérant", "itinérant")
    (tmp_path / "data" / "references" / FRANCETERME.name).unlink()
    kept.unlink()
    build()
    assert row() == (None, None)
