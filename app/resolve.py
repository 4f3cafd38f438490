"""Relative dates made plain. Comes in: an answer's words and its article. Goes out: the day, month or year they mean.

    今年底 -> 2025    去年10月 -> 2024-10    上月 -> 2025-02    本月15日 -> 2025-03-15    昨天 -> 2025-03-26

by the article's date (here 2025-03-27). Only what is sure is resolved: 近三年, 三年内, 近日, 周五 are left alone, and the answer itself
keeps the article's words. Knows no question.
"""

import re
from datetime import date, timedelta

from app.align import RELATIVE
from corpus.article import Article

DAYS = {
    "大前天": -3,
    "前天": -2,
    "前日": -2,
    "昨天": -1,
    "昨日": -1,
    "昨晚": -1,
    "今天": 0,
    "今日": 0,
    "今晚": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
}
WEEKS = {"上周": -7, "上星期": -7, "本周": 0, "本星期": 0, "下周": 7, "下星期": 7}
MONTHS = {"上月": -1, "上个月": -1, "本月": 0, "这个月": 0, "下月": 1, "下个月": 1}
# Not 目前天气, 今后天然, 文明日, 以前日子; not 《今日头条》.
DAY = re.compile(
    r"大前天|(?<![目以之从午])(?:前天|前日)(?![气然子])|昨[天日晚]|今(?:天|日(?!头条|说法)|晚(?!报))|(?<!文)明[天日](?![报系])|(?<![今以之先])后天(?![气然性])"
)
WEEKDAY = re.compile(rf"(?P<week>{'|'.join(WEEKS)})(?P<day>[一二三四五六日天])")
# Not 登上月球, 日本月球.
MONTH = re.compile(r"(?P<month>上个?月|(?<!日)本月|这个月|下个?月)(?![球亮台饼])(?:(?P<day>\d{1,2})[日号])?")
# Not 如今年轻人, 文明年, 此后年均; not 三年内, 十年底.
YEAR = re.compile(
    r"(?:(?<![如文此其日])(?P<year>" + "|".join(sorted(RELATIVE, key=len, reverse=True)) + r")(?!轻|代|龄|纪|迈|复|均)的?"
    r"|(?<![\d一二三四五六七八九十百几两数多])(?:年内|年底|年初))(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号])?)?"
)
FULL_YEAR = re.compile(r"\d{4}年")


def resolved(article: Article, words: str) -> str | None:
    """What `words` mean by the article's date, as an ISO day, month or year; None when they name a year, or nothing sure is meant."""
    if article.date is None or FULL_YEAR.search(words):
        return None
    today = date.fromisoformat(article.date)
    found = [(match.start(), value) for match, value in _found(words, today) if value]
    return min(found)[1] if found else None


def _found(words: str, today: date) -> list[tuple[re.Match[str], str | None]]:
    """The first day, week day, month and year word, each with what it means."""
    found: list[tuple[re.Match[str], str | None]] = []
    if match := DAY.search(words):
        found.append((match, (today + timedelta(days=DAYS[match.group()])).isoformat()))
    if match := WEEKDAY.search(words):
        monday = today - timedelta(days=today.weekday()) + timedelta(days=WEEKS[match["week"]])
        found.append((match, (monday + timedelta(days=min(6, "一二三四五六日天".index(match["day"])))).isoformat()))
    if match := MONTH.search(words):
        months = today.year * 12 + today.month - 1 + MONTHS[match["month"]]
        found.append((match, _written(months // 12, months % 12 + 1, match["day"])))
    if match := YEAR.search(words):
        found.append((match, _written(today.year + RELATIVE.get(match["year"] or "", 0), match["month"], match["day"])))
    return found


def _written(year: int, month: int | str | None, day: str | None) -> str | None:
    """ISO as far as it is known; None for a day no calendar has."""
    if month is None:
        return str(year)
    try:
        whole = date(year, int(month), int(day or 1)).isoformat()
    except ValueError:
        return None
    return whole if day else whole[:7]
