"""Damaged and hostile files: each is refused with its own message, the good ones are read all the same."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import GOOD, HOSTILE, make_corpus

# Reads the corpus in a process of its own and prints what became of it, and the memory it took.
READER = """
import json, resource, sys
from pathlib import Path
from glossary.model import Article
from glossary.read import find_articles, read_articles
folder = Path(sys.argv[1])
for found in read_articles(find_articles([folder]), folder):
    good = isinstance(found, Article)
    print(json.dumps([found.key, None if good else found.reason]))
status = Path("/proc/self/status")  # its own peak: getrusage counts the process that started it too
peak = next((int(l.split()[1]) for l in status.read_text().splitlines() if l.startswith("VmHWM")), 0) \
    if status.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(peak // 1024)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str | None], int, Path]:
    folder = tmp_path_factory.mktemp("hostile")
    make_corpus(folder)
    done = subprocess.run(
        [sys.executable, "-c", READER, str(folder)], capture_output=True, text=True, timeout=600, check=True
    )
    *lines, megabytes = done.stdout.splitlines()
    found = [json.loads(line) for line in lines]
    assert len({key for key, _ in found}) == len(found), "a key stands twice"
    return dict(found), int(megabytes), folder


def test_there_are_hostile_files_enough() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", HOSTILE)
def test_each_is_refused_with_its_own_message(run: tuple[dict[str, str | None], int, Path], name: str) -> None:
    reasons = [reason for key, reason in run[0].items() if key.split("#")[0] == name]
    assert reasons, f"{name} was passed over in silence"
    assert None not in reasons, f"{name} was read as an article"
    assert any(re.search(HOSTILE[name][1], str(reason)) for reason in reasons), reasons
    assert all(len(str(reason)) < 400 and "\n" not in str(reason) for reason in reasons)
    assert not [reason for reason in reasons if str(run[2]) in str(reason)], "a message shows a path of this machine"


def test_the_good_ones_are_read(run: tuple[dict[str, str | None], int, Path]) -> None:
    assert sorted(key.split("#")[0] for key, reason in run[0].items() if reason is None) == sorted(GOOD)


def test_memory_stays_under_one_gigabyte(run: tuple[dict[str, str | None], int, Path]) -> None:
    assert run[1] < 1024
