"""Relative dates made plain by the article's date (2025-04-01, a Tuesday), and only where that is sure."""

from dataclasses import replace

import pytest
from conftest import small_article

from app.resolve import resolved


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("今年", "2025"),
        ("今年底", "2025"),
        ("至今年底", "2025"),
        ("预计年内竣工", "2025"),
        ("年底开通", "2025"),
        ("年初", "2025"),
        ("去年", "2024"),
        ("去年底", "2024"),
        ("上年", "2024"),
        ("明年", "2026"),
        ("明年初", "2026"),
        ("后年", "2027"),
        ("今年上半年", "2025"),
        ("前年6月", "2023-06"),
        ("去年10月开诊", "2024-10"),
        ("今年10月3日", "2025-10-03"),
        ("本月", "2025-04"),
        ("本月15日", "2025-04-15"),
        ("上月", "2025-03"),
        ("上个月28日", "2025-03-28"),
        ("下月初", "2025-05"),
        ("昨天", "2025-03-31"),
        ("昨日上午", "2025-03-31"),
        ("前天", "2025-03-30"),
        ("今天10时", "2025-04-01"),
        ("明天", "2025-04-02"),
        ("后天起", "2025-04-03"),
        ("上周五", "2025-03-28"),
        ("本周日", "2025-04-06"),
        ("下周一", "2025-04-07"),
    ],
)
def test_what_is_meant(words, meant):
    assert resolved(small_article(), words) == meant


@pytest.mark.parametrize(
    ("date", "words", "meant"),
    [
        ("2025-01-01", "昨天", "2024-12-31"),
        ("2025-01-20", "上月", "2024-12"),
        ("2024-12-05", "下月", "2025-01"),
        ("2024-03-01", "昨日", "2024-02-29"),
        ("2025-01-02", "上周五", "2024-12-27"),
    ],
)
def test_across_the_end_of_a_month_or_year(date, words, meant):
    assert resolved(replace(small_article(), date=date), words) == meant


@pytest.mark.parametrize(
    "words",
    [
        "300棵银杏", "2024年", "2024年底", "2023年今天", "三年内建成", "5年内", "十年底", "近三年", "近两年", "近日", "日前", "周五",
        "上周", "3月28日", "如今年轻人", "文明年度人物", "此后年均3%", "学生今年龄", "目前天气", "今后天然气", "登上月球", "日本月球探测器",
        "文明日", "今日头条", "",
    ],
)  # fmt: skip
def test_what_is_no_sure_relative_date(words):
    assert resolved(small_article(), words) is None


def test_a_day_the_month_does_not_have():
    assert resolved(replace(small_article(), date="2025-02-10"), "本月31日") is None


def test_the_first_of_two():
    assert resolved(small_article(), "去年开工，明年完工") == "2024"


def test_nothing_is_resolved_without_a_date():
    assert resolved(replace(small_article(), date=None), "今年底") is None
