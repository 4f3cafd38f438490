"""What can be an answer. Comes in: a sentence and where the reader looks. Goes out: candidate spans: whole numbers, names, lists, clauses.

The reader points, roughly; these rules know where a number with its qualifier and measure word, a quoted name or a list begins and
ends. They stand beside the reader, never in its place: every candidate is weighed by the reader's own logits (`app/judge.py`).
Offsets are of the text given. Knows no question but its kind.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import numpy as np

from app.reader import Reading
from corpus.article import Range

Form = Literal["number", "date", "name", "list", "free", "head"]
QUALIFIER = "约|近|超过|超|逾|突破|至少|不少于|不低于|不超过|不足|将近|大约|接近|高达|第"
UNIT = (
    "平方公里|平方千米|平方米|立方米|万平方米|公里|千米|厘米|毫米|公顷|公斤|千克|万千瓦时|千瓦时|万千瓦|千瓦|兆瓦|人次|个百分点|个工作日|个月|小时|分钟|"
    "亿美元|万美元|美元|欧元|日元|港元|英镑|亿元|万元|元|余元|秒|周岁|岁|多年|年|月|日|天|周|人|名|位|家|个|所|套|处|场|项|条|座|栋|幢|户|间|架|艘|辆|台|部|件|本|"
    "册|篇|首|支|只|头|匹|棵|株|吨|克|斤|米|亩|顷|倍|次|种|类|大|级|层|楼|号|届|期|批|轮|步|点|分|成|折|度|℃|P|G|M|GB|TB|MW|kW|%|‰|"
    "万人|亿人|万亿元|车次|班|列|对|组|队|门|课|节|镇|乡|村|省|市|县|国|字|页|版|枚|块|张|幅|票|股|手|笔|宗|起|例|剂|瓶|盒|箱|袋|包"
)
DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
HANZI = r"[一二三四五六七八九十百千两〇零半]+"
NUMBER = re.compile(
    rf"(?:{QUALIFIER})?(?:百分之{HANZI}(?:点{HANZI})?|{HANZI}分之{HANZI}|"
    rf"(?:{DIGITS}|(?<![一-鿿]){HANZI}|{HANZI}(?=[万亿]|{UNIT}))[百千万亿]*(?:[多余]|几)?(?:{UNIT})?|[百千万亿]+(?:亩|元|吨|人|户|家))"
    rf"(?:[~～至到—\-]{DIGITS}[百千万亿]*(?:{UNIT})?)?(?:以上|以下|以内|以外|左右|上下|不等|之多|多(?![个家项]))?"
)
DATE = re.compile(
    r"(?:\d{4}年)?(?:\d{1,2}月)(?:\d{1,2}日)?(?:上午|下午|晚上?|凌晨)?(?:\d{1,2}[时点](?:\d{1,2}分)?)?|\d{4}年(?:底|初|末|春|夏|秋|冬|上半年|下半年|以前|前)?|"
    r"\d{1,2}日(?:上午|下午|晚上?|凌晨)?(?:\d{1,2}[时点](?:\d{1,2}分)?)?|(?:今年|明年|去年|前年|后年|年内)(?:底|初|末|年底|年初|上半年|下半年|春天|夏天|秋天|冬天|\d{1,2}月(?:\d{1,2}日)?)?|"
    r"(?:近日|日前|昨日|今日|昨天|今天|明天|上周|本月|上月|下月|年底|目前)|\d{1,2}[时点](?:\d{1,2}分)?|(?:星期|周|礼拜)[一二三四五六日天]|“?[一二三四五六七八九十]+五”?(?:期间|末)?(?:时期)?"
)
NUMERAL = re.compile("[0-9０-９〇零一二三四五六七八九十百千万亿两半几数双Ⅰ-Ⅻ]")
CALENDAR = re.compile(r"(?:19|20)\d\d年(?:底|初|末|\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")
QUOTED = re.compile(r"[“《「『][^“”《》「」『』]{1,30}[”》」』]")
QUOTED_ROW = re.compile(r"(?:[“《][^“”《》]{1,30}[”》][、和及与]?){2,}(?<![、和及与])")
ENUMERATION = re.compile(r"[^，。！？；：,!?;:、\n]{1,24}(?:(?:、|[”》](?=[“《]))[^，。！？；：,!?;:、\n]{1,24})+")
OPENING, CLOSING = "“《「『（(【", "”》」』）)】"
MARKS = frozenset(OPENING + CLOSING)
POINTS, FAR = 4, 8.0  # starts and ends tried in each sentence; logits below the best one there at which a pair is not worth weighing
EDGE = " \u3000,，、:：;；。.！!？?…—\n"


def countable(text: str) -> bool:
    """Whether a span can say how many or how much: it has a numeral, and is no bare year or day of the calendar."""
    return bool(NUMERAL.search(text)) and not CALENDAR.fullmatch(text)


@lru_cache(4096)  # every candidate of a sentence asks for them
def numbers(text: str, start: int, end: int) -> tuple[Range, ...]:
    """Numbers with qualifier, measure word and 以上/左右; a bare one-character numeral is no number."""
    found = (m for m in NUMBER.finditer(text, start, end))
    return tuple(m.span() for m in found if len(m.group()) > 1 or m.group().isdigit())


def dates(text: str, start: int, end: int) -> list[Range]:
    """Days, months, years and relative dates."""
    return [m.span() for m in DATE.finditer(text, start, end) if m.end() > m.start()]


def lists(text: str, start: int, end: int, reading: Reading) -> Iterator[Range]:
    """Enumerations a、b、c: where in its first piece a list begins and in its last it ends, the reader says (its two best guesses each)."""
    for match in ENUMERATION.finditer(text, start, end):
        low, high = match.span()
        first = re.search(r"、|[”》](?=[“《])", match.group())
        last = max(text.rfind("、", low, high) + 1, text.rfind("“", low, high))
        if first is None or last <= low:
            continue
        begins = set(reading.best_starts(low, low + first.start() + 1, 2))
        ends = {*reading.best_ends(last, high, 2), high}
        ends |= {last + text[last:high].index("等")} if "等" in text[last + 1 : high] else set()
        yield from ((begin, finish) for begin in sorted(begins) for finish in sorted(ends))


@lru_cache(1024)
def joined_numbers(text: str, start: int, end: int) -> tuple[Range, ...]:
    """Numbers with their nouns that stand side by side: 21所中小学、28所幼儿园."""
    places = numbers(text, start, end)
    found: list[Range] = []
    run: list[Range] = []
    for low, high in places:
        noun = re.compile(r"[^，。！？；：,!?;:、和及与\n]{0,10}").match(text, high, end)
        stop = noun.end() if noun else high
        following = [place for place in places if high <= place[0] < stop]
        stop = following[0][0] if following else stop
        if run and text[run[-1][1] : low] in ("、", "和", "及", "以及"):
            run.append((low, stop))
        else:
            run = [(low, stop)]
        if len(run) > 1:
            found.append((run[0][0], stop))
    return tuple(found)


def mended(text: str, start: int, end: int, low: int, high: int, row: bool = False) -> Range:
    """The span `[start, end)` inside the sentence `[low, high)` with whole numbers and closed quotation marks, bare of edge
    punctuation. `row`: a name in a row of quoted names stands for the whole row."""
    start, end = max(start, low), min(end, high)
    for place in numbers(text, low, high):
        if place[0] < start < place[1]:
            start = place[0]
        if place[0] < end < place[1]:
            end = place[1]
    for place in joined_numbers(text, low, high):
        if place[0] <= start < end < place[1] and len(numbers(text, start, end)) > 1:
            end = place[1]
    while start < end and text[start] in EDGE:
        start += 1
    while start < end and text[end - 1] in EDGE:
        end -= 1
    start, end = _whole_names(text, start, end, low, high, row)
    return _closed(text, start, end, low, high)


def _whole_names(text: str, start: int, end: int, low: int, high: int, row: bool) -> Range:
    """A span inside one short pair of quotation marks is widened to what they hold; one over several neighbouring pairs to all of them."""
    for match in QUOTED_ROW.finditer(text, low, high):
        if match.start() <= start < end <= match.end() and (row or "”" in text[start + 1 : end - 1]):
            return match.span()
    for match in QUOTED.finditer(text, low, high):
        inner = (match.start() + 1, match.end() - 1)
        if inner[0] <= start < end <= inner[1] and 3 * (end - start) >= inner[1] - inner[0]:
            return inner
    return start, end


def _closed(text: str, start: int, end: int, low: int, high: int) -> Range:
    """Complete a pair of marks of which the span holds one; when its partner is far off, give up the mark at the edge."""
    if MARKS.isdisjoint(text[start:end]):
        return start, end
    for opening, closing in zip(OPENING, CLOSING, strict=True):
        inside = text[start:end]
        if inside.count(opening) > inside.count(closing):
            partner = text.find(closing, end, min(high, end + 16))
            if partner >= 0:
                end = partner + 1
            elif inside.startswith(opening):
                start += 1
        elif inside.count(closing) > inside.count(opening):
            partner = text.rfind(opening, max(low, start - 16), start)
            if partner >= 0:
                start = partner
            elif inside.endswith(closing):
                end -= 1
    return start, end


def pointed(text: str, low: int, high: int, reading: Reading, row: bool) -> Iterator[Range]:
    """Spans of the sentence `[low, high)` that the reader points at: its best of the passage, and its best starts and ends here."""
    for span in reading.spans:
        if low <= span.start < high:
            yield mended(text, span.start, span.end, low, high, row)
    starts, ends = reading.best_starts(low, high, POINTS), reading.best_ends(low, high, POINTS)
    best = reading.margin(starts[0], ends[0]) if starts[0] < ends[0] else -np.inf
    for start in starts:
        for end in ends:
            if start < end and reading.margin(start, end) > best - FAR:
                yield mended(text, start, end, low, high, row)


def candidates(text: str, low: int, high: int, reading: Reading, kind: str) -> Iterator[tuple[Form, Range]]:
    """Everything in the sentence `[low, high)` that may answer a question of that kind; the same range may come twice."""
    yield from (("free", span) for span in pointed(text, low, high, reading, kind == "list") if span[0] < span[1])
    if kind in ("number", "other", "list"):
        yield from (("number", place) for place in (*numbers(text, low, high), *joined_numbers(text, low, high)))
    if kind in ("date", "other"):
        yield from (("date", place) for place in dates(text, low, high))
    if kind not in ("number", "date", "yesno"):
        for match in QUOTED.finditer(text, low, high):
            yield "name", match.span()
            yield "name", (match.start() + 1, match.end() - 1)
        yield from (("list", match.span()) for match in QUOTED_ROW.finditer(text, low, high))
    if kind not in ("date", "reason", "yesno"):
        for place in lists(text, low, high, reading):
            start, end = mended(text, *place, low, high)
            if start < end:
                yield "list", (start, end)
