"""Articles and question sets in, training rows of the reader out.

In: questions with their contexts and answers (`Asked`), news articles (`News`), a `random.Random`. Out: `Row`s: a question, a
context (title, heading, neighbouring sentence, or nothing), a text, and the answer's [start, end) in the text or (-1, -1).

It does not know tokens, tensors or files. It never reads a held-out set: the caller gives it what may be trained on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from app.train_misses import Near, Words, swapped
from app.train_questions import Found, ask, find

SHORTEST, LONGEST, CONTEXT = 80, 260, 80  # characters of a passage; characters of a context
NONE = (-1, -1)
VAGUE_NAMES = {
    "区": "该区", "市": "该市", "县": "该县", "省": "该省", "村": "该村", "镇": "该镇",
    "公司": "公司", "集团": "该集团", "大学": "该校", "医院": "该院", "中心": "该中心", "片区": "片区",
}  # fmt: skip
ASKING = re.compile("什么时候|什么时间|什么|多少|哪[一-龥]|何时|请问|[？?呢啊谁几]")
NAME = re.compile("[一-龥]{2,6}(?:" + "|".join(sorted(VAGUE_NAMES, key=len, reverse=True)) + ")")


@dataclass(frozen=True)
class Row:
    """One training row; the answer is text[start:end], or (-1, -1) when the text has none."""

    question: str
    context: str
    text: str
    start: int
    end: int
    kind: str = ""


@dataclass(frozen=True)
class Asked:
    """A question of a data set with one answer at `start` of its context."""

    question: str
    context: str
    answer: str
    start: int


@dataclass(frozen=True)
class News:
    """An article: title (may be empty) and body."""

    title: str
    text: str


def sentences(text: str) -> list[tuple[int, int]]:
    """[start, end) of each sentence, its closing mark included; they cover all text but line breaks at borders."""
    return [match.span() for match in re.finditer(r"[^。！？!?；\n]+[。！？!?；”]*", text)]


def crop(text: str, start: int, end: int, wanted: int, rng: Random) -> tuple[int, int]:
    """[start, end) of whole sentences around a span, grown at random ends while under `wanted` characters."""
    spans = sentences(text)
    first = max((n for n, (a, _) in enumerate(spans) if a <= start), default=0)
    last = next((n for n, (_, b) in enumerate(spans) if b >= end), len(spans) - 1)
    while first > 0 or last + 1 < len(spans):
        before = first > 0 and (last + 1 == len(spans) or rng.random() < 0.5)
        grown = (first - 1, last) if before else (first, last + 1)
        if spans[grown[1]][1] - spans[grown[0]][0] > wanted:
            break
        first, last = grown
    return min(spans[first][0], start), max(spans[last][1], end)


def passage(text: str, start: int, end: int, rng: Random, wanted: int = 0) -> tuple[str, int, int]:
    """The cropped text and where the span is in it; `wanted` characters, or between 80 and 260."""
    a, b = crop(text, start, end, wanted or rng.randint(SHORTEST, LONGEST), rng)
    return text[a:b].replace("\n", " "), start - a, end - a


def without(text: str, start: int, end: int) -> str:
    """The text with every sentence that touches [start, end) taken out."""
    return "".join(text[a:b] for a, b in sentences(text) if b <= start or a >= end)


def from_set(asked: Asked, titles: Sequence[str], rng: Random) -> Row:
    """A row of a question set: the answer as given, a crop around it, a context for six in ten."""
    wanted = 0 if rng.random() < 0.9 else 340
    text, start, end = passage(asked.context, asked.start, asked.start + len(asked.answer), rng, wanted)
    roll, context = rng.random(), ""
    if roll < 0.5:
        spans = sentences(asked.context)
        a, b = spans[0] if roll < 0.25 else rng.choice(spans)
        context = asked.context[a:b][:CONTEXT].strip() if asked.context[a:b] not in text else ""
    elif roll < 0.66 and titles:
        context = rng.choice(titles)[:CONTEXT]
    return Row(asked.question, "" if asked.answer in context else context, text, start, end, "set")


def subject(title: str) -> str:
    """The name a title opens with: a quoted or organised one, else up to eight characters before a break; may be empty."""
    match = re.search("《[^》]{2,14}》", title) or NAME.match(title) or re.match("[一-龥]{2,8}(?=[：:， 将在]|$)", title)
    return match.group() if match else ""


def from_news(news: News, rng: Random) -> Row | None:
    """A question cut from one of a few sentences of an article; None when there is nothing to ask for in them."""
    spans = [(a, b) for a, b in sentences(news.text) if 14 <= b - a <= 200]
    drawn = [(a, b, find(news.text[a:b])) for a, b in rng.sample(spans, min(5, len(spans)))]
    rich = [one for one in drawn if any(found.kind not in ("count", "date") for found in one[2])]
    full = rich if rich and rng.random() < 0.6 else [one for one in drawn if one[2]]
    if not full:
        return None
    a, b, found = rng.choice(full)
    one = _drawn(found, rng)
    opening = news.text[slice(*spans[0])][:CONTEXT]
    lead = (news.title[:CONTEXT] or opening) if rng.random() < 0.75 else opening
    context = lead if rng.random() < 0.75 and not (lead == opening and a == spans[0][0]) else ""
    name = subject(context) if context else ""
    question = ask(news.text[a:b], one, rng, name)
    text, start, end = passage(news.text, a + one.start, a + one.end, rng)
    gold = text[start:end]
    if len(ASKING.sub("", question)) < 6 or gold in question or gold in context:
        return None
    row = Row(question, context, text, start, end, "news " + one.kind)
    return veiled(row, name) if name and rng.random() < 0.5 else row


def _drawn(found: Sequence[Found], rng: Random) -> Found:
    """One of them, rare kinds first: counts and dates would drown the rest."""
    rare = [one for one in found if one.kind not in ("count", "date")]
    if rare and rng.random() < 0.8:
        return rng.choice(rare)
    counts = [one for one in found if one.kind == "count"]
    return rng.choice(counts) if counts and rng.random() < 0.7 else rng.choice(found)


def veiled(row: Row, name: str) -> Row:
    """The passage with a name that its context gives replaced by 该区, 公司 and the like, outside the answer."""
    tail = next((tail for tail in sorted(VAGUE_NAMES, key=len, reverse=True) if name.endswith(tail)), "")
    if not tail or name not in row.context or name in row.text[row.start : row.end]:
        return row
    gold, new = row.text[row.start : row.end], VAGUE_NAMES[tail]
    before, after = row.text[: row.start].replace(name, new), row.text[row.end :].replace(name, new)
    return replace(row, text=before + gold + after, start=len(before), end=len(before) + len(gold))


def unanswered(row: Row, whole: str, others: Sequence[str], words: Words, rng: Random) -> Row | None:
    """A row like `row` without an answer; None when this draw makes none.

    `whole`: the article or context the row was cut from; `others`: similar passages of other articles.
    """
    gold, roll = row.text[row.start : row.end], rng.random()
    if roll < 0.2:
        kept = without(whole, whole.find(gold), whole.find(gold) + len(gold)) if gold in whole else whole
        if len(kept) < SHORTEST or gold in kept:
            return None
        place = rng.randrange(len(kept))
        text = passage(kept, place, place + 1, rng)[0]
        return Row(row.question, row.context, text, *NONE, "without")
    rest = [other for other in others if gold not in other]
    if not rest:
        return None
    other = rng.choice(rest[:4])
    if roll < 0.45:
        place = rng.randrange(len(other))
        return Row(row.question, row.context if rng.random() < 0.3 else "", passage(other, place, place + 1, rng)[0], *NONE, "other")
    question = swapped(row.question, f"{row.context} {row.text}", other, words, rng)
    return replace(row, question=question, start=-1, end=-1, kind="swap") if question else None


def mixture(asked: Sequence[Asked], news: Sequence[News], words: Words, rng: Random, negatives: float = 0.3) -> Iterator[Row]:
    """Rows without end: question sets and news about 9 to 7, and `negatives` of all rows without an answer."""
    contexts = sorted({one.context for one in asked})
    bodies = [one.text.replace("\n", " ")[:400] for one in news]
    near_set, near_news = Near(contexts), Near(bodies)
    titles = [one.title for one in news if one.title]
    while True:
        if rng.random() < 0.56:
            one = rng.choice(asked)
            row: Row | None = from_set(one, titles, rng)
            whole, near, pool = one.context, near_set, contexts
        else:
            article = rng.choice(news)
            row = next((made for made in (from_news(article, rng) for _ in range(4)) if made), None)
            whole, near, pool = article.text, near_news, bodies
        if row is None:
            continue
        if rng.random() >= negatives:
            yield row
            continue
        others = [pool[n] for n in near.like(row.question + whole[:200]) if pool[n][:60] != whole[:60].replace("\n", " ")]
        miss = unanswered(row, whole, others, words, rng)
        if miss is not None:
            yield miss
