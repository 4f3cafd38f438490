"""Where sentences and clauses end. Comes in: a text and a range of it (one paragraph). Goes out: ranges that cover it.

A sentence ends at 。！？!?；; (closing quotation marks and brackets after it belong to it) or with its paragraph, and has at
most 200 characters: a longer one is cut at its last comma before that, or, without one, at 200.
"""

import re

from corpus.article import Range

LONGEST = 200
ENDS = re.compile(r"[。！？!?；;]+[”’」』）)】》〉]*")
COMMA = re.compile(r"[，、：]|(?<!\d)[,:]|[,:](?!\d)")
CLAUSE_END = re.compile(r"[，,]|[。！？!?；;]+[”’」』）)】》〉]*")


def sentences(text: str, start: int, end: int) -> list[Range]:
    """The sentences of `text[start:end]`, in order, without gaps."""
    bounds, at = [], start
    for match in ENDS.finditer(text, start, end):
        bounds.append((at, match.end()))
        at = match.end()
    if at < end:
        bounds.append((at, end))
    return [piece for low, high in bounds for piece in _short_enough(text, low, high)]


def _short_enough(text: str, start: int, end: int) -> list[Range]:
    pieces = []
    while end - start > LONGEST:
        commas = [m.end() for m in COMMA.finditer(text, start + 1, start + LONGEST)]
        cut = commas[-1] if commas else start + LONGEST
        pieces.append((start, cut))
        start = cut
    pieces.append((start, end))
    return pieces


def sentence_at(text: str, start: int, end: int, offset: int) -> Range:
    """The sentence of the paragraph `[start, end)` that holds `offset`.

    :raises ValueError: when `offset` is outside the paragraph.
    """
    for low, high in sentences(text, start, end):
        if low <= offset < high:
            return low, high
    raise ValueError(f"offset {offset} is outside the paragraph {start}-{end}")


def clauses(text: str, start: int, end: int) -> list[Range]:
    """The clauses of one sentence: parts that end at a comma or with the sentence. A comma between digits ends none."""
    bounds, at = [], start
    for match in CLAUSE_END.finditer(text, start, end):
        around = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        inside_number = match.group() == "," and all(character.isdigit() for character in around)
        if not inside_number:
            bounds.append((at, match.end()))
            at = match.end()
    if at < end:
        bounds.append((at, end))
    return bounds
