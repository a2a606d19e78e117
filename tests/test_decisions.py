"""What terminologists decide: written for good, replayed at every build, applied at once."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from glossary.cli import main
from glossary.store.curation import Curation
from glossary.store.decisions import ACTIONS, Decision, append_decisions, dated, read_decisions, replay


def run(*words: str, keys: str | None = None) -> Result:
    return CliRunner().invoke(main, words, input=keys, env={"GLOSSARY_AUTHOR": "Camille"})


def rows(query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect("data/glossary.db") as db:
        return db.execute(query).fetchall()


def test_a_rejected_term_leaves_and_stays_away(project: Path) -> None:
    done = run("reject", "deconfliction", "--reason", "jargon")
    assert done.exit_code == 0, done.output
    assert rows("SELECT 1 FROM glossary WHERE slug = 'deconfliction'") == []
    assert run("build", "--full").exit_code == 0
    assert rows("SELECT 1 FROM glossary WHERE slug = 'deconfliction'") == []
    [line] = Path("data/decisions.jsonl").read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    assert (told["action"], told["term"], told["author"], told["reason"]) == (
        "reject",
        "deconfliction",
        "Camille",
        "jargon",
    )


def test_the_later_decision_wins_and_the_history_shows_both(project: Path) -> None:
    run("reject", "deconfliction")
    run("accept", "deconfliction")
    assert rows("SELECT status FROM glossary WHERE slug = 'deconfliction'") == [("accepted",)]
    told = run("decisions", "deconfliction").output
    assert told.index("reject") < told.index("accept")


def test_an_undone_decision_counts_as_never_taken(project: Path) -> None:
    run("reject", "deconfliction")
    [decision] = read_decisions(Path("data/decisions.jsonl"))[0]
    assert run("undo", decision.id).exit_code == 0
    assert rows("SELECT status FROM glossary WHERE slug = 'deconfliction'") == [("proposed",)]
    assert run("undo", "0000").exit_code == 1


def test_a_written_gloss_and_a_note_are_shown(project: Path) -> None:
    run("gloss", "deconfliction", "prévention des incidents aériens")
    run("note", "deconfliction", "Ne pas confondre avec désescalade.")
    assert rows("SELECT gloss, gloss_kind FROM glossary WHERE slug = 'deconfliction'") == [
        ("prévention des incidents aériens", "curated")
    ]
    assert rows("SELECT note FROM terms WHERE norm = 'deconfliction'") == [("Ne pas confondre avec désescalade.",)]
    run("gloss", "deconfliction", "")
    assert rows("SELECT gloss_kind FROM glossary WHERE slug = 'deconfliction'") == [("translation",)]


def test_a_wrong_gloss_is_not_shown_any_more(project: Path) -> None:
    [(gloss,)] = rows("SELECT gloss FROM glossary WHERE slug = 'deconfliction'")
    assert run("gloss", "--wrong", "deconfliction", str(gloss)).exit_code == 0
    assert rows("SELECT gloss FROM glossary WHERE slug = 'deconfliction'") != [(gloss,)]
    assert ("rejected",) in rows(
        "SELECT status FROM glosses WHERE term_id = (SELECT id FROM terms WHERE norm = 'deconfliction')"
    )
    assert run("verify").exit_code == 0


def test_merged_terms_are_one_entry_and_part_again(project: Path) -> None:
    before = rows("SELECT * FROM glossary")
    [(one,), (two,)] = rows("SELECT term FROM glossary WHERE kind = 'term' ORDER BY slug LIMIT 2")
    done = run("merge", str(one), str(two))
    assert done.exit_code == 0, done.output
    assert rows("SELECT count(*) FROM glossary") == [(len(before) - 1,)]
    assert run("verify").exit_code == 0
    [(norm, into)] = rows("SELECT a.norm, t.term FROM aliases a JOIN terms t ON t.id = term_id")
    assert into == two
    assert run("split", str(two), str(norm)).exit_code == 0
    assert rows("SELECT * FROM glossary") == before


def test_a_renamed_term_keeps_its_address(project: Path) -> None:
    run("rename", "deconfliction", "déconfliction")
    assert rows("SELECT term, slug FROM glossary WHERE slug = 'deconfliction'") == [("déconfliction", "deconfliction")]


def test_a_decision_waits_for_its_term_and_applies_when_it_returns(project: Path) -> None:
    Path("data/articles").mkdir(exist_ok=True)
    text = "Les diplomates parlent de « soft power », qui peut se traduire par la puissance douce."
    article = Path("data/articles/soft.txt")
    article.write_text(text + "\n", encoding="utf-8")
    run("build")
    assert run("reject", "soft power").exit_code == 0
    article.unlink()
    done = run("build")
    assert "finds nothing to apply to; it is kept" in done.output
    assert "[waiting]" in run("decisions", "soft power").output
    article.write_text(text + " Le soft power est partout.\n", encoding="utf-8")
    done = run("build")
    assert "finds nothing" not in done.output
    assert rows("SELECT status FROM terms WHERE norm = 'soft power'") == [("rejected",)]


def test_a_term_that_is_not_there_cannot_be_decided_on(project: Path) -> None:
    done = run("accept", "deconflictoin")
    assert done.exit_code == 1
    assert "did you mean deconfliction" in done.output
    assert not Path("data/decisions.jsonl").exists()


def test_review_decides_with_single_keys(project: Path) -> None:
    [(first,), (second,), (third,)] = rows("SELECT slug FROM glossary LIMIT 3")
    done = run("review", keys="arurq")  # accept, reject, take back the rejection, reject again, stop
    assert done.exit_code == 0, done.output
    assert rows(f"SELECT status FROM terms WHERE slug = '{first}'") == [("accepted",)]
    assert rows(f"SELECT status FROM terms WHERE slug = '{second}'") == [("rejected",)]
    assert rows(f"SELECT status FROM terms WHERE slug = '{third}'") == [("proposed",)]
    assert len(read_decisions(Path("data/decisions.jsonl"))[0]) == 4


def test_a_torn_line_is_reported_and_takes_no_other_with_it(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    append_decisions(path, [dated(Decision("accept", "EI"))])
    with path.open("ab") as file:
        file.write('{"id": "x", "action": "reject", "term": "d\u00e9'.encode()[:-1])
    append_decisions(path, [dated(Decision("reject", "OMS"))])
    found, problems = read_decisions(path)
    assert [(d.action, d.term) for d in found] == [("accept", "EI"), ("reject", "OMS")]
    assert len(problems) == 1
    assert "decisions.jsonl:2: not a decision" in problems[0]


def test_conflict_marks_are_reported_and_both_sides_count(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    ours, theirs = dated(Decision("accept", "EI")), dated(Decision("reject", "OMS"))
    path.write_text(f"<<<<<<< HEAD\n{ours.as_json()}\n=======\n{theirs.as_json()}\n>>>>>>> autre\n", encoding="utf-8")
    found, problems = read_decisions(path)
    assert [d.term for d in found] == ["EI", "OMS"]
    assert len(problems) == 3


@given(st.permutations(range(6)))
def test_the_order_of_the_lines_does_not_matter(order: list[int]) -> None:
    decisions = [
        Decision("accept" if n % 2 else "reject", "EI", date=f"2026-01-0{n + 1}", id=str(n), line=place)
        for place, n in enumerate(order)
    ]
    ordered = sorted(decisions, key=lambda decision: (decision.date, decision.line))
    assert replay(ordered).status == {"EI": "accepted"}


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), max_size=12))
def test_merges_never_make_a_circle(pairs: list[tuple[str, str]]) -> None:
    curation = Curation()
    for one, into in pairs:
        curation.merge(one, into)
        assert curation.concept(one, "") == curation.concept(into, "")
    for norm in "abcd":
        assert curation.concept(norm, "") in "abcd"


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_survives_the_file(tmp_path: Path, action: str) -> None:
    detail = "précision « utile »" if ACTIONS[action] else None
    decision = dated(Decision(action, "théâtre militaire", detail, "parce que", "Camille"))
    append_decisions(tmp_path / "d.jsonl", [decision])
    [found], problems = read_decisions(tmp_path / "d.jsonl")
    assert problems == []
    assert (found.action, found.term, found.detail, found.reason, found.author, found.date, found.id) == (
        decision.action,
        decision.term,
        decision.detail,
        decision.reason,
        decision.author,
        decision.date,
        decision.id,
    )


def test_git_merges_the_file_line_by_line(tmp_path: Path) -> None:
    """Two people decide on two branches; with merge=union both files come together without a conflict."""

    def git(*words: str) -> None:
        who = ("-c", "user.name=Camille", "-c", "user.email=camille@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    path = tmp_path / "decisions.jsonl"
    git("init", "-b", "main")
    (tmp_path / ".gitattributes").write_text("decisions.jsonl merge=union\n")
    append_decisions(path, [dated(Decision("accept", "EI"))])
    git("add", ".")
    git("commit", "-m", "un")
    git("checkout", "-b", "autre")
    append_decisions(path, [dated(Decision("reject", "OMS"))])
    git("commit", "-am", "deux")
    git("checkout", "main")
    append_decisions(path, [dated(Decision("note", "EI", "à revoir"))])
    git("commit", "-am", "trois")
    git("merge", "autre")
    found, problems = read_decisions(path)
    assert problems == []
    assert [(d.action, d.term) for d in found] == [("accept", "EI"), ("reject", "OMS"), ("note", "EI")]
