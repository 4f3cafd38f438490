"""Values compared, whatever their spelling."""

from dataclasses import replace

import pytest
from conftest import small_article

from app.value import days_agree, names_agree, numbers_agree


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("二十四所", "24所"),
        ("1.2万", "12000"),
        ("1.2万人", "1.2万名"),
        ("一百二十万", "120万"),
        ("2,140立方米", "2140立方米"),
        ("三成", "30%"),
        ("百分之三十", "30%"),
        ("17.4公里", "17400米"),
        ("186平方公里", "18600公顷"),
        ("3.9亿元", "39000万元"),
        ("两小时", "120分钟"),
        ("1.2万人", "12034人"),  # rounds to it
        ("约1.2万人", "11980人"),
        ("6400余人", "6412人"),
        ("超过500亿元", "510亿元"),
        ("21所中小学、28所幼儿园", "21所中小学和28所幼儿园"),
    ],
)
def test_the_same_amount(one, other):
    assert numbers_agree(one, other) == numbers_agree(other, one) == "same"


@pytest.mark.parametrize(
    ("one", "other"), [("21所", "17所"), ("1.2万人", "12600人"), ("约500亿元", "600亿元"), ("200万", "205万"), ("三成", "40%")]
)
def test_another_amount(one, other):
    assert numbers_agree(one, other) == numbers_agree(other, one) == "other"


@pytest.mark.parametrize(
    ("one", "other"),
    [("21所", "21人"), ("3元", "3%"), ("第二", "2"), ("3至5所", "4所"), ("很多", "24所"), ("21所中小学、28所幼儿园", "49所")],
)
def test_what_is_not_to_be_compared(one, other):
    assert numbers_agree(one, other) == numbers_agree(other, one) == "apart"


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("今年底", "2025年", "same"),
        ("2025年12月", "今年12月", "same"),
        ("2025年", "明年", "other"),
        ("10月3日", "2024年10月3日", "same"),
        ("10月3日", "10月4日", "other"),
        ("昨天", "2025年3月31日", "same"),
        ("2026年", "10月", "apart"),
        ("近日", "2026年", "apart"),
    ],
)
def test_days(one, other, verdict):
    assert days_agree(one, small_article(), other, small_article()) == verdict


def test_relative_days_are_of_their_own_article():
    later = replace(small_article(), date="2026-04-01")
    assert days_agree("明年", small_article(), "今年", later) == "same"
    assert days_agree("明年", small_article(), "明年", later) == "other"


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("陆启明", "管委会主任陆启明", "same"),
        ("陸啟明", "陆启明", "same"),
        ("陆启明", "樊季同", "other"),
        ("“归巢计划”", "归巢计划", "same"),
        ("", "陆启明", "apart"),
    ],
)
def test_names(one, other, verdict):
    assert names_agree(one, other) == verdict
