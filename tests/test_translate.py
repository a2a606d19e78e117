"""Machine translation through Argos' own packages: a tiny real model, made here; and what happens without the extra."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from made_database import Made, make_database

from glossary.cli import main
from glossary.model import GlossaryError
from glossary.store.translations import (
    Pending,
    append_translations,
    pending_terms,
    read_translations,
    update_translations,
)
from glossary.translate import Model, Proposal, _useful

MODEL = Model("en", "fr", "0.1", None)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = make_database(tmp_path / "glossary.db")
    article = made.add_article("a", "AFP", "2015-10-13")
    made.add_gloss(made.add_term("deconfliction", termhood=9), article, "échange d'informations", "une phrase")
    made.add_term("airstrike", termhood=8)
    made.add_term("théâtre militaire", "term", "fr", termhood=7)
    made.add_term("coalition", "term", "fr", termhood=6)
    made.add_term("EI", "abbreviation", "fr", norm="EI", termhood=5)
    made.add_term("blitzkrieg", language="de", termhood=4)
    made.add_term("rejeté", "term", "fr", status="rejected")
    made.read()
    return made


def test_only_what_is_new_and_unexplained_is_asked(made: Made, tmp_path: Path) -> None:
    kept = tmp_path / "translations.jsonl"
    assert [(p.term, p.source, p.target) for p in pending_terms(made.read(), kept, [MODEL])] == [
        ("airstrike", "en", "fr"),
        ("théâtre militaire", "fr", "en"),
        ("coalition", "fr", "en"),
        ("blitzkrieg", "de", "fr"),
    ]
    assert next(p.term for p in pending_terms(made.read(), kept, [MODEL], every=True)) == "deconfliction"
    airstrike = Pending("airstrike", "airstrike", "en", "fr")
    assert append_translations(kept, [(airstrike, MODEL, [Proposal("frappe aérienne", 1, -0.1)])]) == 1
    assert "airstrike" not in {p.term for p in pending_terms(made.read(), kept, [MODEL])}
    newer = Model("en", "fr", "0.2", None)
    assert "airstrike" in {p.term for p in pending_terms(made.read(), kept, [newer])}


def test_a_term_without_a_useful_proposal_is_not_asked_again(made: Made, tmp_path: Path) -> None:
    kept = tmp_path / "translations.jsonl"
    assert append_translations(kept, [(Pending("airstrike", "airstrike", "en", "fr"), MODEL, [])]) == 0
    assert "airstrike" not in {p.term for p in pending_terms(made.read(), kept, [MODEL])}
    update_translations(made.db.conn, kept)
    assert made.read().execute("SELECT count(*) FROM translations").fetchone() == (0,)


def test_the_table_is_a_projection_of_the_latest_model(made: Made, tmp_path: Path) -> None:
    kept = tmp_path / "translations.jsonl"
    pending = Pending("airstrike", "airstrike", "en", "fr")
    append_translations(kept, [(pending, MODEL, [Proposal("frappe de l'air", 1, -0.5), Proposal("coup", 2, -2.0)])])
    append_translations(kept, [(pending, Model("en", "fr", "0.2", None), [Proposal("frappe aérienne", 1, -0.1)])])
    for _ in range(2):
        update_translations(made.db.conn, kept)
        rows = made.read().execute("SELECT text, language, engine, model, rank, score FROM translations").fetchall()
        assert rows == [("frappe aérienne", "fr", "Argos Translate", "translate-en_fr 0.2", 1, -0.1)]
    [[airstrike]] = made.read().execute("SELECT id FROM terms WHERE term = 'airstrike'")
    kept.write_text("", "utf-8")
    update_translations(made.db.conn, kept, {airstrike})
    assert made.read().execute("SELECT count(*) FROM translations").fetchone() == (0,)
    assert made.read().execute("SELECT gloss FROM glossary WHERE term = 'airstrike'").fetchone() == (None,)


def test_a_line_cut_by_a_crash_is_dropped_and_a_bad_one_named(tmp_path: Path) -> None:
    kept = tmp_path / "translations.jsonl"
    pending = Pending("airstrike", "airstrike", "en", "fr")
    append_translations(kept, [(pending, MODEL, [Proposal("frappe", 1, -0.1)])])
    with kept.open("a", encoding="utf-8") as lines:
        lines.write('{"term": "coup')
    assert len(list(read_translations(kept))) == 1
    append_translations(kept, [(pending, MODEL, [Proposal("frappe aérienne", 1, -0.1)])])
    assert [row["text"] for row in read_translations(kept)] == ["frappe", "frappe aérienne"]
    kept.write_text("pas du JSON\n", "utf-8")
    with pytest.raises(GlossaryError, match=r"translations\.jsonl, line 1"):
        list(read_translations(kept))


@pytest.mark.parametrize(
    ("text", "decoded", "kept"),
    [
        pytest.param("airstrike", ["frappe aérienne", "Frappe aérienne"], ["frappe aérienne"], id="said twice"),
        pytest.param("deconfliction", ["deconfliction", ""], [], id="copied or empty"),
        pytest.param("feedback", ["le le le le le le", "retour"], ["retour"], id="stammered"),
    ],
)
def test_proposals_that_say_nothing_new_are_left_out(text: str, decoded: list[str], kept: list[str]) -> None:
    found = _useful(text, [(proposed, -1.0) for proposed in decoded])
    assert [proposal.text for proposal in found] == kept
    assert [proposal.rank for proposal in found] == list(range(1, len(kept) + 1))


def test_without_the_extra_the_message_names_it(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    run = CliRunner().invoke(main, ["translate", "--db", str(made.path)])
    assert run.exit_code == 1
    assert "pip install 'glossary-fr[translate]'" in run.output


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two toy packages as files, and Argos' folder set to an empty one."""
    pytest.importorskip("argostranslate", reason="the extra « translate » is not installed")
    from argostranslate import settings
    from made_argosmodel import ENGLISH, FRENCH, make_package

    installed = tmp_path / "packages"
    installed.mkdir()
    monkeypatch.setattr(settings, "package_data_dir", installed)
    monkeypatch.setattr(settings, "package_dirs", [installed])
    monkeypatch.setattr(settings, "local_package_index", tmp_path / "index.json")
    make_package(tmp_path / "fr_en.argosmodel", "fr", "en", FRENCH)
    make_package(tmp_path / "en_fr.argosmodel", "en", "fr", ENGLISH)
    return tmp_path


def arguments(made: Made) -> list[str]:
    return ["translate", "--db", str(made.path)]


def test_a_model_translates_and_what_is_done_is_not_done_again(packages: Path, made: Made) -> None:
    models = ["--model", str(packages / "fr_en.argosmodel"), "--model", str(packages / "en_fr.argosmodel")]
    first = CliRunner().invoke(main, [*arguments(made), *models])
    assert first.exit_code == 0, first.output
    assert "3 terms asked, 2 translated" in first.stderr
    assert "1 terms left: no model from « de » to « fr »" in first.stderr
    assert first.stdout == ""
    rows = made.read().execute("SELECT term, text, rank, model FROM translations JOIN terms ON terms.id = term_id")
    assert set(rows.fetchall()) == {
        ("airstrike", "frappe aérienne", 1, "translate-en_fr 0.1"),
        ("théâtre militaire", "theatre of operations", 1, "translate-fr_en 0.1"),
        ("théâtre militaire", "military theatre", 2, "translate-fr_en 0.1"),
    }
    scores = [row["score"] for row in read_translations(packages / "translations.jsonl") if row["rank"]]
    assert all(score <= 0 for score in scores)
    again = CliRunner().invoke(main, arguments(made))
    assert "0 terms asked" in again.stderr
    everything = CliRunner().invoke(main, [*arguments(made), "--all"])
    assert "1 terms asked, 1 translated" in everything.stderr


def test_batches_give_what_argos_gives_one_by_one(packages: Path) -> None:
    from glossary.translate import install_model, installed_models, translate

    install_model(packages / "fr_en.argosmodel")
    model = installed_models()["fr", "en"]
    texts = ["théâtre militaire", "tête de pont", "base aérienne"]
    batched = {text: [p.text for p in proposals] for text, proposals in translate(model, texts, 2)}
    argos = pytest.importorskip("argostranslate.translate")
    argos.get_installed_languages.cache_clear()
    underlying = argos.get_translation_from_codes("fr", "en").underlying

    class OneSegment:
        def split_sentences(self, text: str) -> list[str]:
            return [text]

    underlying.sentencizer = OneSegment()
    for text in texts:
        assert underlying.hypotheses(text, 1)[0].value == batched[text][0]


def test_translating_imports_neither_torch_nor_stanza(packages: Path) -> None:
    program = (
        "import sys\n"
        "from argostranslate import settings\n"
        "from pathlib import Path\n"
        f"folder = Path({str(packages / 'packages')!r})\n"
        "settings.package_data_dir, settings.package_dirs = folder, [folder]\n"
        "from glossary.translate import install_model, installed_models, translate\n"
        f"install_model(Path({str(packages / 'en_fr.argosmodel')!r}))\n"
        "[(_, found)] = translate(installed_models()['en', 'fr'], ['airstrike'])\n"
        "print(found[0].text, sorted({'torch', 'stanza', 'spacy'} & sys.modules.keys()))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "frappe aérienne []\n"


def test_without_a_model_the_message_names_the_command(packages: Path, made: Made) -> None:
    run = CliRunner().invoke(main, arguments(made))
    assert run.exit_code == 1
    assert "glossary translate --install" in run.output


def test_without_a_network_installing_says_so(packages: Path, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    from argostranslate import settings

    monkeypatch.setattr(settings, "remote_package_index", "http://127.0.0.1:9/index.json")
    run = CliRunner().invoke(main, [*arguments(made), "--install"])
    assert run.exit_code == 1
    assert "is there a network?" in run.output


@pytest.mark.parametrize("member", ["../evil.txt", "/evil.txt", "translate-xx/readme.txt"])
def test_a_package_that_is_none_is_refused(packages: Path, member: str) -> None:
    from glossary.translate import install_model

    bad = packages / "bad.argosmodel"
    with zipfile.ZipFile(bad, "w") as packed:
        packed.writestr(member, json.dumps({}))
    with pytest.raises(GlossaryError, match="not an Argos package"):
        install_model(bad)
    assert not (packages / "evil.txt").exists()
    assert list((packages / "packages").iterdir()) == []
