"""Two texts that mean each other. Comes in: the folder of training data. Goes out: pairs (what is asked, where it stands), by rule.

A title or lead and what follows, a sentence and the sentences around it, a question and its paragraph. The articles a gold set asks about
can be left out, so that what is measured on them was never seen. Knows no model.
"""

import json
import lzma
import random
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

NEWS = ("crud_docs", "xwlb", "chinanews")
QUESTIONS = ("cmrc2018_train", "cmrc2018_trial", "drcd_dev")
QUERIES = ("csl_title_abstract", "law_title_section")
WINDOW = 250  # characters of a passage
SHORTEST, LONGEST = 8, 90  # of what is asked
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
DATELINE = re.compile(r"^.{0,25}?(?:电|讯|消息)\s*(?:[(（][^)）]{0,40}[)）])?|^\s*[(（][^)）]{0,40}[)）]")
COMMON = 3  # a title that stands over more articles names none of them
Pair = tuple[str, str]


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a .jsonl.xz file; none when it is not there."""
    if path.is_file():
        with lzma.open(path, "rt", encoding="utf-8") as file:
            yield from map(json.loads, file)


def left_out(gold: Collection[Path]) -> frozenset[str]:
    """The ids of the articles that gold files ask about."""
    found: set[str] = set()
    for path in gold:
        opened = lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")
        with opened as file:
            for row in map(json.loads, file):
                found |= {*row.get("articles", ()), *([row["gold_doc_id"]] if "gold_doc_id" in row else [])}
    return frozenset(found)


def all_pairs(data: Path, out: Collection[str], draw: random.Random) -> Iterator[Pair]:
    """Every pair of every set under `data`, set after set; articles whose id is in `out` are passed over."""
    for name in NEWS:
        seen: dict[str, int] = {}
        for row in rows(data / "news" / f"{name}.jsonl.xz"):
            title = str(row.get("title") or "").strip()
            seen[title] = seen.get(title, 0) + 1
            if row["id"] not in out:
                yield from news_pairs(title if seen[title] <= COMMON else "", str(row["text"]), draw)
    for name in QUESTIONS:
        for row in rows(data / "train" / f"{name}.jsonl.xz"):
            yield str(row["question"]), question_window(str(row["context"]), int(row["answers"][0]["start"]), draw)
    for name in QUERIES:
        for row in rows(data / "train" / f"{name}.jsonl.xz"):
            yield str(row["query"])[:LONGEST], window(str(row["positive"]), 0)


def news_pairs(title: str, text: str, draw: random.Random) -> Iterator[Pair]:
    """The pairs of one article: its title (or its lead) and a window of the rest; one of its sentences and those around it."""
    found = [match.span() for match in SENTENCE.finditer(text)]
    if not found:
        return
    lead = DATELINE.sub("", text[slice(*found[0])]).strip()[:LONGEST]
    if len(title) >= SHORTEST:
        yield title[:LONGEST], window(text, draw.choice(found[: max(1, len(found) // 2)])[0])
    if len(found) > 2 and len(lead) >= SHORTEST:
        rest = text[found[1][0] :]
        yield lead, window(rest, draw.choice(found[1:3])[0] - found[1][0])
    if len(found) > 3:
        number = draw.randrange(1, len(found) - 1)
        start, end = found[number]
        sentence = text[start:end].strip()
        if SHORTEST <= len(sentence) <= LONGEST:
            before, after = text[max(0, start - WINDOW // 2) : start], text[end : end + WINDOW // 2]
            yield sentence, before + after


def question_window(context: str, start: int, draw: random.Random) -> str:
    """A window that has the answer in it, anywhere."""
    return window(context, max(0, start - draw.randrange(WINDOW * 2 // 3)))


def window(text: str, start: int) -> str:
    """WINDOW characters from `start` on; from further left when the text ends before."""
    return text[max(0, min(start, len(text) - WINDOW)) : start + WINDOW]
