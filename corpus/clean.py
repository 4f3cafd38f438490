"""One normaliser for articles and questions. Comes in: text as printed. Goes out: Cleaned, its search form with a way back.

Per character: NFKC (full width, ligatures), look-alike radicals of PDFs, invisible characters dropped; then traditional
characters to simplified. The search form is never stored as text and never quoted; spans found in it go back through
`Cleaned.span`. Knows no words: letters keep their case here.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from corpus.article import Range

# CJK Radicals Supplement -> the character printed alike; NFKC leaves these alone. (Kangxi radicals, U+2F00-2FDF, it mends.)
RADICALS = dict(zip("⺁⺇⺌⺎⺗⺝⺟⺠⺡⺩⺫⺬⺮⺶⺼⻁⻄⻅⻆⻉⻋⻌⻒⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻥⻦⻧⻨⻩⻬⻮⻰⻳", "厂几小尢心月母民水王目示竹羊肉虎西见角贝车辶阝长门雨青韦页风飞食马鱼鸟卤麦黄齐齿龙龟", strict=True))
MADE_OF = RADICALS | {"⸺": "——", "⸻": "———"}  # what PDFs make of a dash
_LOOK_ALIKES = str.maketrans(RADICALS | {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)})
INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`text` is the search form; `origin[i]` is the offset in the original of its i-th character (None: all the same)."""

    text: str
    origin: tuple[int, ...] | None

    def span(self, start: int, end: int) -> Range:
        """The range of the original that `text[start:end]` came from."""
        if self.origin is None:
            return start, end
        return self.origin[start], (self.origin[end - 1] + 1 if end > start else self.origin[start])

    def offset(self, original: int) -> int:
        """The first position in `text` that came from the original offset `original` or later."""
        if self.origin is None:
            return original
        return next((i for i, there in enumerate(self.origin) if there >= original), len(self.text))


class _Forms(dict[int, str]):
    """Code point -> its compatibility form, worked out once for each character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        form = "" if character in INVISIBLE else unicodedata.normalize("NFKC", MADE_OF.get(character, character))
        self[code] = form
        if len(form) != 1:
            _UNEVEN.add(character)
        return form


_UNEVEN: set[str] = set()  # characters met whose form is not one character: where there are none, offsets stay the same
_forms = _Forms()


def clean(text: str) -> Cleaned:
    """The search form of `text`. The same characters in give the same characters out, wherever they stand."""
    form = text.translate(_forms)
    origin = None
    if len(form) != len(text) or not _UNEVEN.isdisjoint(text):
        origin = tuple(i for i, character in enumerate(text) for _ in _forms[ord(character)])
    return Cleaned(simplified(form), origin)


def plain(text: str) -> str:
    """`text`, of the same length, without look-alike radicals and in simplified characters: what roles and facts are read from."""
    return simplified(unmasked(text))


def unmasked(text: str) -> str:
    """`text` with the characters that the radicals of PDFs look like, of the same length."""
    return text.translate(_LOOK_ALIKES)


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, of the same length (phrases decide where that keeps the length)."""
    if not _traditional().intersection(text):
        return text
    converted = _converter().convert(text)
    return converted if len(converted) == len(text) else "".join(_one(character) for character in text)


@cache
def _converter() -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter


@cache
def _traditional() -> frozenset[str]:
    characters = "".join(map(chr, [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)]))
    forms = _converter().convert("\n".join(characters)).split("\n")  # line by line, so that no two make a phrase
    return frozenset(before for before, after in zip(characters, forms, strict=True) if len(after) == 1 and before != after)


def _one(character: str) -> str:
    form = _converter().convert(character)
    return form if len(form) == 1 else character
