"""Two facts asked for in one question. Comes in: a clean question. Goes out: the questions it is made of, each whole; one for most.

A几所、B几所: each part that asks, with what stands before the first one. A和B分别多少, A和B各多少: each of the things named, with what
is asked of them. Knows no article.
"""

import re

from index.words import cutter

ASKS = re.compile(
    r"多[少大长高久远重宽深快厚]|(?<![一二三四五六七八九十百好])几(?![乎何经度])(?=[一-鿿])|哪(?!怕)|谁|什么|何时|为何|如何|怎[么样]|(?<!没)[啥咋]"
)
PART = re.compile(r"[，,；;、?]|[和跟](?=.{0,12}(?:多[少大长高久]|几[所个家名位座条处套项场种类]|哪|谁|什么))")
EACH = re.compile(r"分别|各(?=自?(?:是|有|为|占|花|涨|跌|增|要|多|几))")
JOINED = re.compile(r"、|和|跟|与|及")
YEAR = re.compile(r"^(?:\d{2,4}年|今年|去年|明年|前年)")
MOST = 3


def parts_of(text: str) -> list[str]:
    """The questions, at most three, in order; the text itself when it asks for one thing."""
    if each := EACH.search(text):
        return _of_each(text[: each.start()], text[each.end() :]) or [text]
    pieces = [piece for piece in PART.split(text) if piece]
    asking = [number for number, piece in enumerate(pieces) if ASKS.search(piece)]
    if len(asking) < 2 or any(number not in asking for number in range(asking[0], asking[-1] + 1)):
        return [text]
    before = "，".join(pieces[: asking[0]])
    first = pieces[asking[0]]
    found = [f"{before}，{first}" if before else first]
    for number in asking[1:MOST]:
        found.append(f"{before}，{pieces[number]}" if before else _opening(first, pieces[number]) + pieces[number])
    return found


def _opening(first: str, other: str) -> str:
    """What of the first part also opens another: all before its asking word when the other begins with one, what is said to be something
    (剧院院长是谁，干了多久), else its first words."""
    match = ASKS.search(first)
    head = first[: match.start()] if match else ""
    if ASKS.match(other):
        return head
    if head.endswith(("是", "叫")) and not head.endswith("的", 0, -1):
        return head[:-1]
    opening = ""
    for word in cutter().cut(head, HMM=False):
        if len(opening + word) > 0.6 * len(head):
            break
        opening += word
    return opening


def _of_each(before: str, after: str) -> list[str]:
    """A question for each thing named before 分别 or 各; [] when only one is."""
    named, _, rest = before.partition("，") if "，" in before else before.partition(",")
    things = [thing for thing in JOINED.split(named) if thing]
    if len(things) < 2:
        return []
    year = YEAR.match(things[-1])
    tail = things[-1][year.end() :] if year and all(YEAR.fullmatch(thing) for thing in things[:-1]) else ""
    return [(thing if thing.endswith(tail) and tail else thing + tail) + rest + after for thing in things[:MOST]]
