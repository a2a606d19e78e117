"""Machine translation by Argos Translate's models: offline, in batches, several proposals a term with their scores.

Argos Translate's own API translates one text at a time, cuts it into sentences with a model of its own, and imports
torch. A term is one segment: here its package gives the tokenizer and the model, and CTranslate2 translates batches,
which was measured 4.6 times faster than one call a term, and without torch.
"""

from __future__ import annotations

import contextlib
import json
import sys
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from glossary.forms import fold
from glossary.model import GlossaryError

ENGINE = "Argos Translate"
BATCH = 64  # terms
# A term's translation is about as long as the term; more pieces are a decoder that repeats itself.
LONGEST = 4.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a model proposes; ``score`` is its log-probability, 0 at best."""

    text: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Model:
    """An installed package of one direction."""

    source: str
    target: str
    version: str
    package: Any  # argostranslate.package.Package

    @property
    def name(self) -> str:
        """What a translation is labelled with."""
        return f"translate-{self.source}_{self.target} {self.version}"


def installed_models() -> dict[tuple[str, str], Model]:
    """The newest installed model of each direction; GlossaryError that names the extra where it is missing."""
    packages = _argos()
    found: dict[tuple[str, str], Model] = {}
    for package in sorted(packages.get_installed_packages(), key=lambda p: _version(p.package_version)):
        if package.type == "translate" and package.from_code and package.to_code:
            model = Model(package.from_code, package.to_code, package.package_version, package)
            found[model.source, model.target] = model
    return found


def install_model(path: Path) -> str:
    """Unpack an .argosmodel file among Argos' packages and return its folder's name.

    Argos' own installer does the same and imports torch for it. A file that would write elsewhere is refused.
    """
    _argos()
    from argostranslate import settings

    if not path.is_file():
        raise GlossaryError(f"{path}: no such file")
    try:
        with zipfile.ZipFile(path) as packed:
            names = [PurePosixPath(name) for name in packed.namelist()]
            roots = {name.parts[0] for name in names if name.parts}
            outside = any(name.is_absolute() or ".." in name.parts for name in names)
            root = next(iter(roots), "")
            if outside or len(roots) != 1 or PurePosixPath(root, "metadata.json") not in names:
                raise GlossaryError(f"{path}: not an Argos package (one folder with a metadata.json in it)")
            metadata = json.loads(packed.read(f"{root}/metadata.json"))
            if metadata.get("type", "translate") != "translate":
                raise GlossaryError(f"{path}: an Argos package, but not of a translation")
            packed.extractall(settings.package_data_dir)
    except (zipfile.BadZipFile, ValueError) as error:
        raise GlossaryError(f"{path}: not an Argos package ({error}); download it again") from error
    return root


def download_model(source: str, target: str) -> str:
    """Fetch the model of a direction from Argos' index and install it; needs the network."""
    packages = _argos()
    from argostranslate import settings

    with contextlib.redirect_stdout(sys.stderr):  # Argos prints its errors and goes on
        packages.update_package_index()
    if not Path(settings.local_package_index).is_file():
        raise GlossaryError(
            f"the list of models could not be fetched from {settings.remote_package_index}: is there a network? "
            "A model that you have as a file is installed by `glossary translate --model FILE.argosmodel`"
        )
    offered = [p for p in packages.get_available_packages() if (p.from_code, p.to_code) == (source, target)]
    if not offered:
        raise GlossaryError(f"Argos Translate offers no model from « {source} » to « {target} »")
    newest = max(offered, key=lambda package: _version(package.package_version))
    try:
        with contextlib.redirect_stdout(sys.stderr):
            path = newest.download()
    except Exception as error:  # Argos raises nothing narrower
        raise GlossaryError(f"the model from « {source} » to « {target} » could not be fetched: {error}") from error
    return install_model(Path(path))


def translate(model: Model, texts: Iterable[str], proposals: int = 3) -> Iterator[tuple[str, list[Proposal]]]:
    """Yield each text with its proposals, best first; those that say nothing new are left out."""
    from ctranslate2 import Translator

    translator = Translator(str(model.package.package_path / "model"), device="cpu")
    remaining = iter(texts)
    while batch := list(islice(remaining, BATCH)):
        yield from zip(batch, _translate_batch(model.package, translator, batch, proposals), strict=True)


def _translate_batch(package: Any, translator: Any, batch: list[str], proposals: int) -> Iterator[list[Proposal]]:
    pieces = [package.tokenizer.encode(text) for text in batch]
    prefix = package.target_prefix
    found = translator.translate_batch(
        pieces,
        target_prefix=[[prefix]] * len(batch) if prefix else None,
        replace_unknowns=True,
        beam_size=max(4, proposals),
        num_hypotheses=proposals,
        length_penalty=0.2,
        max_decoding_length=int(max(map(len, pieces)) * LONGEST) + 8,
        return_scores=True,
    )
    for text, result in zip(batch, found, strict=True):
        decoded = [package.tokenizer.decode(tokens).removeprefix(prefix).strip() for tokens in result.hypotheses]
        yield _useful(text, list(zip(decoded, result.scores, strict=True)))


def _useful(text: str, decoded: list[tuple[str, float]]) -> list[Proposal]:
    """Proposals that are neither empty, nor the text itself, nor one another, nor a decoder's stammer."""
    kept: dict[str, Proposal] = {}
    for proposed, score in decoded:
        key = fold(proposed)
        words = key.split()
        stammers = len(words) > 3 and len(set(words)) * 2 <= len(words)
        if key and key != fold(text) and key not in kept and not stammers and len(key) <= 40 + 4 * len(text):
            kept[key] = Proposal(proposed, len(kept) + 1, round(float(score), 4))
    return list(kept.values())


def _argos() -> Any:
    try:
        import ctranslate2  # noqa: F401
        from argostranslate import package
    except ImportError as error:
        raise GlossaryError(
            "machine translation needs Argos Translate: pip install 'glossary-fr[translate]' "
            "(it brings torch; the rest of the program works without it)"
        ) from error
    return package


def _version(text: str | None) -> tuple[int, ...]:
    return tuple(int(part) for part in (text or "0").split(".") if part.isdigit())
