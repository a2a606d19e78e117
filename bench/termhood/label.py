"""Write ``labels.jsonl``: every candidate of the texts with the judgement of ``terms.toml``, or ``none``.

    python bench/termhood/label.py            write the labels
    python bench/termhood/label.py --check    print what is judged but not attested, or judged twice
    python bench/termhood/label.py --rest D   print the candidates of a domain that were not judged terms

A judgement holds for the form that was judged and for its other inflections (plural, feminine).
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from candidates import domains, find_candidates, read_domain

HERE = Path(__file__).parent
LABELS = ("specific", "common", "ood", "ne")

_TOKEN = re.compile(r"\w+|[^\w\s]")
_ENDINGS = (
    ("eux", "eux"), ("euses", "eux"), ("euse", "eux"), ("ives", "if"), ("ive", "if"),
    ("trices", "teur"), ("trice", "teur"),
    ("aux", "al"), ("ales", "al"), ("ale", "al"), ("elles", "el"), ("elle", "el"),
    ("ennes", "en"), ("enne", "en"), ("es", ""), ("s", ""), ("x", ""), ("e", ""),
)  # fmt: skip


def inflection_key(form: str) -> str:
    """The same for the inflections of a noun or an adjective.

    >>> inflection_key("effets indésirables") == inflection_key("effet indésirable")
    True
    """
    return " ".join(_stem(token) for token in _TOKEN.findall(form.lower().replace("’", "'")))


def _stem(word: str) -> str:
    if len(word) < 4:
        return word
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + base
    return word


def read_judgements(domain: str) -> Iterator[tuple[str, str]]:
    """(form, label) as written down, in order."""
    judged = tomllib.loads((HERE / "terms.toml").read_text(encoding="utf-8"))[domain]
    for label in LABELS:
        for form in judged[label].replace("\n", " ").split(";"):
            if form.strip():
                yield form.strip().lower(), label


def label_domain(domain: str) -> Iterator[dict[str, object]]:
    """Each candidate with its label; terms that the tags missed are added with their frequency in the text."""
    counts = find_candidates(domain)
    text = read_domain(domain)
    labels: dict[str, str] = {}
    for form, label in read_judgements(domain):
        labels.setdefault(inflection_key(form), label)
        if form not in counts and (found := len(re.findall(rf"(?<!\w){re.escape(form)}(?!\w)", text))):
            counts[form] = found
    for form in sorted(counts):
        yield {
            "text_id": domain,
            "domain": domain,
            "candidate": form,
            "label": labels.get(inflection_key(form), "none"),
            "frequency": counts[form],
        }


def check_domain(domain: str) -> Iterator[str]:
    """What is judged twice, and what stands nowhere in the texts."""
    keys = {inflection_key(str(row["candidate"])) for row in label_domain(domain)}
    seen: dict[str, str] = {}
    for form, label in read_judgements(domain):
        key = inflection_key(form)
        if seen.setdefault(key, label) != label:
            yield f"{domain}: {form!r} is {seen[key]} and {label}"
        if key not in keys:
            yield f"{domain}: {form!r} is not in the texts"


def main() -> None:
    if "--check" in sys.argv:
        for domain in domains():
            print(*check_domain(domain), sep="\n")
        return
    if "--rest" in sys.argv:
        rows = label_domain(sys.argv[-1])
        print("; ".join(f"{row['candidate']} {row['frequency']}" for row in rows if row["label"] == "none"))
        return
    rows = [row for domain in domains() for row in label_domain(domain)]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (HERE / "labels.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for domain in domains():
        mine = [row["label"] for row in rows if row["domain"] == domain]
        print(f"{domain:14}", *(f"{label} {mine.count(label)}" for label in (*LABELS, "none")))


if __name__ == "__main__":
    main()
