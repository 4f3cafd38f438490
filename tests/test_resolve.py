"""Relative years made plain by the article's date, and only where that is sure."""

from dataclasses import replace

import pytest
from conftest import small_article

from app.resolve import resolved


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("今年底", "2025"),
        ("预计年内竣工", "2025"),
        ("年底开通", "2025"),
        ("去年", str(2025 - 1)),
        ("去年底", str(2025 - 1)),
        ("前年6月", str(2025 - 2)),
        ("明年初", str(2025 + 1)),
        ("后年", str(2025 + 2)),
        ("至今年底", "2025"),
    ],
)
def test_what_is_meant(words, year):
    assert resolved(small_article(), words) == year


@pytest.mark.parametrize(
    "words",
    ["300棵银杏", "2024年", "2024年底", "三年内建成", "5年内", "十年底", "如今年轻人", "文明年度人物", "此后年均3%", "学生今年龄", ""],
)
def test_what_is_not_a_relative_year(words):
    assert resolved(small_article(), words) is None


def test_nothing_is_resolved_without_a_date():
    assert resolved(replace(small_article(), date=None), "今年底") is None
