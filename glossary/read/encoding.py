"""Bytes → text, right or refused: no article is read as garbage.

UTF-8 and UTF-16 prove themselves. One-byte encodings do not, so each is tried and judged by the French it
makes: « Ã© », « È » within a word or a box-drawing character is no French. charset-normalizer (MIT) gives
a second opinion, ftfy (Apache-2.0) mends what was decoded wrongly before it came here.
"""

from __future__ import annotations

import codecs
import re

from glossary.model import GlossaryError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ONE_BYTE = ("cp1252", "iso-8859-15", "mac_roman", "cp850")
_LOWER = frozenset("éèêëàâçîïôùûœ")
_RARE = frozenset("äöüÿæáíóúñ")  # in names; French words hardly ever
_UPPER = frozenset("ÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŒÆ")
_MARKS = frozenset("«»’‘“”…–—€°•·\u00a0\u202f©®§²³™½")
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00bf\u0152-\u0178\u2013-\u2122©¨ªÂ§´»®¯¢¤¹]|â€|Â[«»°\u00a0 ]|Ã\u00a0|√[©®†ß]|Ã€")
_LEAST = 0.5  # mean score of a non-ASCII character; French in the right encoding has 1.2 to 2


def decode(raw: bytes, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of ``raw`` and what had to be done to it; GlossaryError where no encoding makes French of it."""
    text, notes = _decode(raw, encoding)
    if _MOJIBAKE.search(text):
        import ftfy

        mended = ftfy.fix_encoding(text)
        if mended != text:
            text, notes = mended, (*notes, "encodage réparé (mojibake)")
    lost = text.count("\ufffd")
    if lost > 3 and lost > len(text) / 2000:
        raise GlossaryError(f"has lost {lost} characters (shown as �): save it again from its source")
    return text, notes


def _decode(raw: bytes, encoding: str | None) -> tuple[str, tuple[str, ...]]:
    if encoding:
        try:
            return raw.decode(encoding), ()
        except LookupError as error:
            raise GlossaryError(f"there is no encoding {encoding!r}: try utf-8, cp1252 or mac_roman") from error
        except UnicodeDecodeError as error:
            reason = f"is not in {encoding} (byte {error.start}): leave the encoding to the program"
            raise GlossaryError(reason) from error
    for bom, name in _BOMS:
        if raw.startswith(bom):
            try:
                return raw.decode(name), ()
            except UnicodeDecodeError:
                return raw.decode(name, "ignore"), ("fichier coupé au milieu d'un caractère",)
    if wide := _without_bom(raw):
        return raw.decode(wide, "ignore"), ()
    if is_binary(raw):
        raise GlossaryError("is not text")
    return _utf8_or_one_byte(raw)


def is_binary(raw: bytes) -> bool:
    """Whether the bytes cannot be text of any encoding but UTF-16: zeros, or many control characters."""
    head = raw[:65536]
    controls = len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", head))
    return b"\0" in head or controls > len(head) / 100


def _without_bom(raw: bytes) -> str | None:
    """UTF-16 without its mark: French has a zero in nearly every second byte, always on the same side."""
    head = raw[:4096]
    if len(head) < 8:
        return None
    even, odd = head[0::2].count(0) / (len(head) / 2), head[1::2].count(0) / (len(head) / 2)
    if odd > 0.7 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 and odd < 0.05 else None


def _utf8_or_one_byte(raw: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        return raw.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if error.start >= len(raw) - 3:
            return raw[: error.start].decode("utf-8"), ("fichier coupé au milieu d'un caractère",)
    right = len(re.findall(rb"[\xc3\xc2\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]", raw))
    wide = len(re.findall(rb"[\x80-\xff]", re.sub(rb"[\xc3\xc2\xc5][\x80-\xbf]|\xe2\x80[\x80-\xbf]", b"", raw)))
    if right > 5 * wide:
        return _mixed(raw), (f"{wide} octets d'un autre encodage lus comme Windows-1252",)
    scored = sorted(((_score(raw, name), -rank, name) for rank, name in enumerate(_ONE_BYTE)), reverse=True)
    best, _, name = scored[0]
    if best >= _LEAST:
        return raw.decode(name), (() if name == "cp1252" else (f"encodage {name}",))
    return _second_opinion(raw)


def _mixed(raw: bytes) -> str:
    """UTF-8 with a few bytes of Windows-1252 pasted in."""
    codecs.register_error("cp1252", _as_cp1252)
    return raw.decode("utf-8", "cp1252")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _score(raw: bytes, encoding: str) -> float:
    """How French the non-ASCII characters look where they stand: 2 at best, below 0 for garbage."""
    try:
        text = raw[:200_000].decode(encoding)
    except UnicodeDecodeError:
        return -9.0
    points = [_points(text[max(m.start() - 1, 0) : m.start()], m[0], text[m.end() : m.end() + 1]) for m in _wide(text)]
    return sum(points) / len(points) if points else 0.0


def _wide(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"[^\x00-\x7f]", text))[:5000]


def _points(before: str, char: str, after: str) -> float:
    if char in _LOWER:
        return 2.0 if before.isalpha() or not after.strip(" '-\n.,;:") else 1.5 if after.islower() else 1.0
    if char in _RARE:
        return 0.3
    if char in "¼½¾" and (before + after).strip().isalpha():
        return -2.0  # « ½uvre »
    if char in _UPPER:
        return -3.0 if before.islower() else 1.0
    if char in _MARKS:
        return -1.0 if before.isalpha() and after.isalpha() and char not in "’–—·" else 1.0
    return -3.0


def _second_opinion(raw: bytes) -> tuple[str, tuple[str, ...]]:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    if best is None or best.percent_chaos > 5 or best.encoding in ("ascii", *_ONE_BYTE):
        raise GlossaryError("its encoding cannot be told: save it as UTF-8, or name the encoding")
    try:
        return raw.decode(best.encoding), (f"encodage {best.encoding}",)
    except UnicodeDecodeError as error:
        raise GlossaryError("its encoding cannot be told: save it as UTF-8, or name the encoding") from error
