"""What stands in quotation marks, and the sentences around it. Comes in: a text. Goes out: sayings, the text without them, its sentences.

While the words around are looked at, every character that somebody says is masked: the names and verbs in it are none of the paper's own.
Knows no names: only whether a verb of speech stands before or after what is said.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from corpus.article import Paragraph, Range
from corpus.verbs import CLOSED, ENDS, MASK, NO_SPEECH, QUOTED, TELLING, TOLD, VERB

NAMED_NEXT = re.compile("(?!上|中|后|时)[^，。：“”的等和与、为是之]{2,12}(?:说|表示|坦言)(?![，：]?“)")  # who says it stands right behind
ENDING = "。，,：:！；;" + MASK
LONGEST_AFTER = 100  # characters between the end of what is said and the verb
LONGEST_SENTENCE = 200  # of them where the verb is the last word


def sayings_of(text: str) -> list[Range]:
    """The ranges in quotation marks that hold words said, marks included."""
    return [m.span() for m in QUOTED.finditer(text) if _is_saying(text, *m.span())]


def masked_text(text: str, sayings: Sequence[Range]) -> str:
    """The text with every character of the sayings masked; of the same length."""
    pieces, at = [], 0
    for start, end in sayings:
        pieces += [text[at:start], MASK * (end - start)]
        at = end
    return "".join(pieces) + text[at:]


def units(text: str, masked: str, sayings: Sequence[Range], paragraph: Paragraph) -> list[Range]:
    """The sentences of a paragraph, each with what is said in it: 张三说：“……。” and “……。”张三说。 are one each."""
    low, high = paragraph.start, paragraph.end
    cuts = {m.end() for m in ENDS.finditer(masked, low, high)}
    for start, end in sayings:
        if masked[end : end + 1] == "。" and after(masked, end, high):
            cuts.discard(end + 1)
        closed = text[start:end].rstrip("”」")[-1:] in CLOSED or end == high
        if closed and (opened(masked, start) or before(masked, low, start) or not after(masked, end, high)):
            cuts.add(end)
    return list(pairwise([low, *sorted(cut for cut in cuts if low < cut < high), high]))


def opened(masked: str, start: int) -> bool:
    """Whether a colon brings in what is said at `start`: nothing behind it does."""
    return masked[max(0, start - 1) : start] in ("：", ":")


def before(masked: str, low: int, start: int) -> re.Match[str] | None:
    """The verb that brings in what is said at `start`, right before it."""
    begin = max(low, start - 30)
    return next((m for m in VERB.finditer(masked, begin, start + 1) if masked[m.end() : start].strip(" ：:，,") == ""), None)


def after(masked: str, end: int, high: int) -> re.Match[str] | None:
    """The verb that follows what is said up to `end`, in the same sentence."""
    if NO_SPEECH.match(masked, end):
        return None
    if masked[end : end + 1] == "。":
        told = TOLD.match(masked, end + 1, high)
        return VERB.match(masked, told.start("word")) if told else None
    far = min(high, end + LONGEST_SENTENCE)
    stop = ENDS.search(masked, end, far)
    last = stop.end() if stop else min(high, end + LONGEST_AFTER)
    heard = masked.find(MASK, end, last)
    last = heard + 1 if heard >= 0 else last
    for verb in VERB.finditer(masked, end, last):
        closes = verb.end() == high or masked[verb.end()] in (ENDING if verb.end() < end + LONGEST_AFTER else "。")
        if closes or (verb["word"] in TELLING and verb.end() < end + LONGEST_AFTER):
            return verb
    return None


def _is_saying(text: str, start: int, end: int) -> bool:
    """Whether quotation marks hold words said, not a term."""
    inner = text[start + 1 : end].rstrip("”」")
    long = len(inner) > 12 and ("，" in inner or "。" in inner or NAMED_NEXT.match(text, end))
    return bool(inner) and bool(opened(text, start) or inner[-1] in CLOSED + "，,—" or long)


