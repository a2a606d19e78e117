"""A tiny real Argos package: SentencePiece and CTranslate2, made in seconds, without training or download.

The network is a one-layer pre-norm Transformer whose weights are set by hand: the source embedding is a one-hot of
the piece, the position encoding a one-hot of the position, self-attention and feed-forward are zero, cross-attention
lets step t look at source piece t, and the projection holds the log-weights of the translations of each piece. Every
term of the word list is one piece (it may hold several words); anything else falls into characters and is copied.
"""

from __future__ import annotations

import io
import json
import math
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import sentencepiece
from ctranslate2 import specs

FRENCH = {
    "théâtre militaire": ["theatre of operations", "military theatre"],
    "échange d'informations": ["information exchange", "exchange of information"],
    "tête de pont": ["bridgehead", "beachhead"],
    "base aérienne": ["air base"],
    "coalition": ["coalition"],
}
ENGLISH = {"deconfliction": ["déconfliction", "désescalade"], "airstrike": ["frappe aérienne"]}
ALPHABET = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæ0123456789'-.,;:!?()«»\""
MARK = "\u2581"  # SentencePiece's word mark
POSITIONS = 64


def make_package(path: Path, source: str, target: str, pairs: dict[str, list[str]], version: str = "0.1") -> Path:
    """Write an .argosmodel that gives these translations, with graded scores."""
    processor_bytes = _pieces(list(pairs))
    processor = sentencepiece.SentencePieceProcessor(model_proto=processor_bytes)
    pieces = [processor.id_to_piece(i) for i in range(processor.get_piece_size())]
    table = {piece: [(piece, 12.0)] for piece in pieces if len(piece) == 1}
    for term, translations in pairs.items():
        table[_symbol(term)] = [(_symbol(text), 14.0 - 1.5 * i) for i, text in enumerate(translations)]
    folder = f"translate-{source}_{target}"
    metadata = {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": source,
        "from_name": source,
        "to_code": target,
        "to_name": target,
        "type": "translate",
        "links": [],
    }
    with tempfile.TemporaryDirectory() as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        _save_model(Path(made) / "model", pieces, table)
        packed.writestr(f"{folder}/metadata.json", json.dumps(metadata))
        packed.writestr(f"{folder}/sentencepiece.model", processor_bytes)
        for file in sorted((Path(made) / "model").iterdir()):
            packed.write(file, f"{folder}/model/{file.name}")
    return path


def _symbol(term: str) -> str:
    return MARK + term.replace(" ", MARK)


def _pieces(terms: list[str]) -> bytes:
    out = io.BytesIO()
    corpus = [*terms, " ".join(ALPHABET), ALPHABET, *(f"le {a} et la {b}" for a in terms for b in terms[:3])]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(corpus),
        model_writer=out,
        model_type="char",
        character_coverage=1.0,
        vocab_size=len(terms) + len(ALPHABET) + 8,
        hard_vocab_limit=False,
        user_defined_symbols=[_symbol(term) for term in terms],
        normalization_rule_name="nmt_nfkc_cf",
        bos_id=1,
        eos_id=2,
        unk_id=0,
        minloglevel=2,
    )
    return out.getvalue()


def _save_model(folder: Path, pieces: list[str], table: dict[str, list[tuple[str, float]]]) -> None:
    special = ["<unk>", "<s>", "</s>"]
    sources = special + [piece for piece in pieces if piece not in special]
    targets = special + sorted({text for found in table.values() for text, _ in found})
    size = 8 * math.ceil((len(sources) + POSITIONS) / 8)
    spec = specs.TransformerSpec.from_config(num_layers=(1, 1), num_heads=1, pre_norm=True)
    spec.register_source_vocabulary(sources)
    spec.register_target_vocabulary(targets)
    spec.config.add_source_eos = True
    spec.config.decoder_start_token = "<s>"
    _set_weights(spec, len(sources), len(targets), size)
    projection = np.zeros((len(targets), size), np.float32)
    for piece, found in table.items():
        for text, logit in found:
            projection[targets.index(text), sources.index(piece)] = logit / math.sqrt(size)
    projection[targets.index("</s>"), sources.index("</s>")] = 16 / math.sqrt(size)
    _linear(spec.decoder.projection, projection)
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir()
    spec.save(str(folder))


def _set_weights(spec: specs.TransformerSpec, sources: int, targets: int, size: int) -> None:
    piece_part, position_part = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    piece_part[range(sources), range(sources)] = 1
    position_part[range(POSITIONS), range(sources, sources + POSITIONS)] = 1
    positions = np.zeros((POSITIONS, size), np.float32)
    positions[range(POSITIONS), range(sources, sources + POSITIONS)] = 1
    encoder, decoder = spec.encoder, spec.decoder
    encoder.scale_embeddings = decoder.scale_embeddings = False
    encoder.embeddings[0].weight = np.zeros((sources, size), np.float32)
    encoder.embeddings[0].weight[range(sources), range(sources)] = 1
    decoder.embeddings.weight = np.zeros((targets, size), np.float32)
    encoder.position_encodings.encodings = decoder.position_encodings.encodings = positions
    layers = (encoder.layer[0], decoder.layer[0])
    for attention in (layer.self_attention for layer in layers):
        _norm(attention.layer_norm, size)
        _linear(attention.linear[0], np.zeros((3 * size, size)))
        _linear(attention.linear[1], np.zeros((size, size)))
    for network in (layer.ffn for layer in layers):
        _norm(network.layer_norm, size)
        _linear(network.linear_0, np.zeros((8, size)))
        _linear(network.linear_1, np.zeros((size, 8)))
    cross = layers[1].attention
    _norm(cross.layer_norm, size)
    _linear(cross.linear[0], 3 * position_part)
    _linear(cross.linear[1], np.concatenate([position_part, piece_part]))
    _linear(cross.linear[2], np.eye(size))
    _norm(encoder.layer_norm, size)
    _norm(decoder.layer_norm, size)


def _norm(spec: object, size: int) -> None:
    spec.gamma, spec.beta = np.ones(size, np.float32), np.zeros(size, np.float32)  # type: ignore[attr-defined]


def _linear(spec: object, weight: np.ndarray) -> None:
    spec.weight, spec.bias = weight.astype(np.float32), np.zeros(weight.shape[0], np.float32)  # type: ignore[attr-defined]
