"""What an answer says, whatever its spelling. Comes in: words of an answer, the day of their article. Goes out: amounts, days, and whether two agree.

    二十四所 = 24所    1.2万 = 12000    三成 = 30%    17.4公里 = 17400米    约1.2万 fits 11,980    今年底 (of 2025) = 2025年

A coarser value agrees with a finer one that rounds to it. Knows no question and no index.
"""

import re
from dataclasses import dataclass
from typing import Literal

from app.resolve import resolved
from app.spans import numbers
from corpus.article import Article
from corpus.clean import clean

Verdict = Literal["same", "other", "apart"]  # apart: of another kind, or not to be compared
DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
SCALES = {"百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
PARTS = re.compile(
    r"(?P<before>约|近|超过|超|逾|突破|至少|不少于|不低于|不超过|不足|将近|大约|接近|高达|第)?(?P<percent>百分之)?"
    r"(?P<figure>\d[\d,]*(?:\.\d+)?|[零〇一二三四五六七八九十百千两]+(?:点[零一二三四五六七八九]+)?)(?P<scale>[百千万亿]*)(?P<about>[多余几]?)(?P<rest>.*)"
)
ABOUT = re.compile(r"^(?:约|近|超过|超|逾|突破|至少|不少于|不低于|不超过|不足|将近|大约|接近|高达)$")
LOOSELY = re.compile(r"左右|上下|以上|以下|以内|之多|不等")
SPREAD = re.compile(r"\d[^\d]*[~～至到—\-]\d")  # a range is no one value
# Unit -> its measure and how many of it; counters of things are one measure.
UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys("人名位员", ("人", 1.0)), "人次": ("人次", 1.0), **dict.fromkeys("个家所座处项条栋幢套间门种类件场次届期批", ("个", 1.0)),
    "%": ("%", 1.0), "成": ("%", 10.0), "个百分点": ("百分点", 1.0), "公里": ("米", 1e3), "千米": ("米", 1e3), "米": ("米", 1.0), "厘米": ("米", 1e-2),
    "平方公里": ("平方米", 1e6), "平方千米": ("平方米", 1e6), "公顷": ("平方米", 1e4), "平方米": ("平方米", 1.0), "亩": ("平方米", 1e4 / 15),
    "吨": ("公斤", 1e3), "公斤": ("公斤", 1.0), "千克": ("公斤", 1.0), "元": ("元", 1.0), "块": ("元", 1.0), "周岁": ("岁", 1.0), "岁": ("岁", 1.0),
    "小时": ("分钟", 60.0), "分钟": ("分钟", 1.0),
}  # fmt: skip
LONGEST_UNIT = 4
LOOSE = 0.05  # by how much two values may differ when one is 约, 余 or 以上
DAY = re.compile(r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?)?")


@dataclass(frozen=True, slots=True)
class Amount:
    """`size` of `measure`; `step` is its last decimal place; `loose`: said to be about so much."""

    size: float
    measure: str
    step: float
    loose: bool


def amounts(text: str) -> list[Amount]:
    """The numbers of a text with their units, in order."""
    form = clean(text).text
    return [made for low, high in numbers(form, 0, len(form)) if (made := _amount(form[low:high], form[high : high + 2]))]


def _amount(words: str, after: str) -> Amount | None:
    match = PARTS.match(words)
    if not match or match["before"] == "第" or SPREAD.search(words):
        return None
    size, step = _figure(match["figure"])
    for scale in match["scale"]:
        size, step = size * SCALES[scale], step * SCALES[scale]
    rest = match["rest"] + after if not match["rest"] else match["rest"]
    unit = "%" if match["percent"] else next((rest[:n] for n in range(LONGEST_UNIT, 0, -1) if rest[:n] in UNITS), rest[:1])
    measure, many = UNITS.get(unit, (unit, 1.0))
    loose = bool(match["about"] or LOOSELY.search(words) or ABOUT.match(match["before"] or ""))
    return Amount(size * many, measure, step * many, loose)


def _figure(figure: str) -> tuple[float, float]:
    """The number that digits or characters mean, and its last place."""
    if figure[0].isdigit():
        return float(figure.replace(",", "")), 10.0 ** -len(figure.partition(".")[2])
    whole, _, part = figure.partition("点")
    if len(whole) > 1 and all(c in DIGITS for c in whole):  # 二〇二五
        return float("".join(str(DIGITS[c]) for c in whole)), 1.0
    size, digit = 0, 0
    for c in whole:
        if c in TENS:
            size, digit = size + (digit or 1) * TENS[c], 0
        else:
            digit = DIGITS[c]
    decimals = "".join(str(DIGITS[c]) for c in part)
    return float(f"{size + digit}.{decimals or 0}"), 10.0 ** -len(decimals)


def amounts_agree(one: Amount, other: Amount) -> Verdict:
    """Same measure and, as far as the coarser is exact, the same size."""
    if one.measure != other.measure:
        return "apart"
    coarse, fine = (one, other) if one.step >= other.step else (other, one)
    apart = abs(coarse.size - fine.size)
    if apart <= 1e-9 * max(1.0, abs(coarse.size)) or (coarse.step > fine.step and apart <= coarse.step / 2):
        return "same"
    return "same" if (one.loose or other.loose) and apart <= LOOSE * max(one.size, other.size) else "other"


def numbers_agree(one: str, other: str) -> Verdict:
    """Two answers that are amounts, or as many amounts in a row."""
    mine, theirs = amounts(one), amounts(other)
    if not mine or len(mine) != len(theirs):
        return "apart"
    verdicts = {amounts_agree(a, b) for a, b in zip(mine, theirs, strict=True)}
    return "apart" if "apart" in verdicts else "other" if "other" in verdicts else "same"


def days_agree(one: str, article: Article, other: str, others: Article) -> Verdict:
    """Two days, months or years, relative ones by their articles' dates; as far as both are told."""
    mine, theirs = _day(one, article), _day(other, others)
    shared = [(a, b) for a, b in zip(mine, theirs, strict=True) if a is not None and b is not None]
    if not shared:
        return "apart"
    return "same" if all(a == b for a, b in shared) else "other"


def _day(words: str, article: Article) -> tuple[int | None, int | None, int | None]:
    """Year, month and day as far as they are told."""
    plain = resolved(article, words)
    if plain:
        parts = [int(part) for part in plain.split("-")]
        return parts[0], parts[1] if len(parts) > 1 else None, parts[2] if len(parts) > 2 else None
    match = next((m for m in DAY.finditer(clean(words).text) if m.group()), None)
    if match is None:
        return None, None, None
    year, month, day = (int(match[name]) if match[name] else None for name in ("year", "month", "day"))
    return year, month, day


def names_agree(one: str, other: str) -> Verdict:
    """Two names: the same, or one with a title or fuller than the other."""
    mine, theirs = (re.sub(r"[\W_]", "", clean(text).text.lower()) for text in (one, other))
    if not mine or not theirs:
        return "apart"
    return "same" if mine == theirs or (min(len(mine), len(theirs)) > 1 and (mine in theirs or theirs in mine)) else "other"
