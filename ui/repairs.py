"""What the repair of a page did, in words. Comes in: an Article. Goes out: one Chinese line a change, as plain text; where changes stand.

A part of the raw text is told by its first characters and its number there (原第3段), a paragraph by its number now (现第5段). The words
are the same in a terminal and on the page. Knows no HTML.
"""

from collections.abc import Iterable, Sequence

from corpus.article import Article, Paragraph, Range, Repair
from corpus.order import place_of, raw_ranges

TITLE = "此文版面经过重排"
APART = "此段与前后文不相接"
SHOWN = 12  # characters of a part that are shown


def starts(article: Article) -> list[int]:
    """Where the parts of the raw text begin: what is a paragraph now, a half of a sentence that was joined, a paragraph not shown twice."""
    shown = {low for p in article.paragraphs for low, _ in raw_ranges(article.runs, p.start, p.end)[:1]}
    return sorted(shown | {start for repair in article.repairs for start, _ in repair.raw})


def begins(article: Article) -> int:
    """Where the article begins in its raw text: behind the front matter, if it has one."""
    return next(iter(starts(article)), 0)


def change_words(article: Article) -> list[str]:
    """What was moved, from where to where, how sure, and why: a line for each repair, in the order of `article.repairs`."""
    told = _Told(article)
    return [f"{told.what(repair)}。把握{repair.score:.2f}：{repair.reason}。" for repair in article.repairs]


def apart(article: Article) -> frozenset[int]:
    """Numbers of the paragraphs that go with neither what stands before them nor what follows."""
    starts = (start for repair in article.repairs if repair.kind == "detached" for start, _ in repair.raw)
    places = (place_of(article.runs, start) for start in starts)
    return frozenset(article.paragraph_at(place).number for place in places if place is not None)


def spans(numbers: Iterable[int]) -> str:
    """3, 4, 5, 9 as 3—5、9."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in found)


class _Told:
    """The words for the changes of one article."""

    def __init__(self, article: Article) -> None:
        self.article, self.raw = article, article.raw or ""
        self.numbers = {start: number for number, start in enumerate(starts(article), 1)}

    def what(self, repair: Repair) -> str:
        """The change without how sure and why."""
        if not repair.raw or not self.raw:
            return "有一处改动"
        if repair.kind in ("joined", "doubled") and len(repair.raw) == 2:
            return self.pair(repair.kind, *repair.raw)
        block = f"{self.head(repair.raw[0])}" + (f"等{len(repair.raw)}段" if len(repair.raw) > 1 else "")
        if repair.kind == "detached":
            return f"存疑：{block}（{self.came(repair.raw)}，{self.now(repair.raw)}）没有另找位置，标作“{APART}”"
        return f"移动：{block}从{self.came(repair.raw)}移到{self.now(repair.raw)}{self.behind(repair.raw)}"

    def pair(self, kind: str, one: Range, other: Range) -> str:
        """What was done with two parts: the end and the beginning of a sentence, or a paragraph not shown and the one kept."""
        before, after = self.came([one]), self.came([other])
        if kind == "joined":
            return f"接合：{self.tail(one)}（{before}）下接{self.head(other)}（{after}），合成{self.now([one])}"
        return f"去重：{self.head(one)}（{before}）与{self.head(other)}（{after}，{self.now([other])}）是同一段，只显示后者"

    def flat(self, part: Range) -> str:
        """A part as one line."""
        return "".join(line.strip() for line in self.raw[slice(*part)].splitlines())

    def head(self, part: Range) -> str:
        text = self.flat(part)
        return f"「{text[:SHOWN]}…」" if len(text) > SHOWN else f"「{text}」"

    def tail(self, part: Range) -> str:
        text = self.flat(part)
        return f"「…{text[-SHOWN:]}」" if len(text) > SHOWN else f"「{text}」"

    def came(self, block: Sequence[Range]) -> str:
        """Where parts stood in the raw text."""
        return f"原第{spans(self.numbers[start] for start, _ in block)}段"

    def now(self, block: Sequence[Range]) -> str:
        """Where parts stand in the text."""
        return f"现第{spans(paragraph.number for paragraph in self.paragraphs(block)) or '？'}段"

    def behind(self, block: Sequence[Range]) -> str:
        """The paragraph that parts stand behind now."""
        first = min((paragraph.number for paragraph in self.paragraphs(block)), default=1)
        before = self.article.paragraphs[first - 2] if first > 1 else None
        if before is None:
            return ""
        text = self.article.text[before.start : before.end]
        return f"，在「{text[:SHOWN]}…」之后" if len(text) > SHOWN else f"，在「{text}」之后"

    def paragraphs(self, block: Sequence[Range]) -> list[Paragraph]:
        places = (place_of(self.article.runs, start) for start, _ in block)
        return [self.article.paragraph_at(place) for place in places if place is not None]
