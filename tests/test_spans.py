"""Where whole numbers, days, names and lists begin and end."""

import pytest
from conftest import pointing

from app.spans import candidates, dates, joined_numbers, lists, mended, numbers

PLAN = "片区规划了21所中小学、28所幼儿园,目前已投用17所,在建5所;"


def of(text, ranges):
    return [text[start:end] for start, end in ranges]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (PLAN, ["21所", "28所", "17所", "5所"]),
        ("算力规模超2300P,突破2600P", ["超2300P", "突破2600P"]),
        ("全长约3.2公里,投资1,234.5万元", ["约3.2公里", "1,234.5万元"]),
        ("占百分之三十五,三分之一用于产业", ["百分之三十五", "三分之一"]),
        ("新招引项目100个以上", ["100个以上"]),
        ("四大园区、十二个赛道、一心一意", ["四大", "十二个"]),
        ("腾出万亩土地", ["万亩"]),
        ("共10—15家", ["10—15家"]),
        ("没有数", []),
    ],
)
def test_numbers_are_whole(text, found):
    assert of(text, numbers(text, 0, len(text))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025年3月27日上午9时30分开幕", ["2025年3月27日上午9时30分"]),
        ("计划今年底竣工,2026年上半年启用", ["今年底", "2026年上半年"]),
        ("5月1日起,每周五", ["5月1日", "周五"]),
        ("“十四五”期间", ["“十四五”期间"]),
        ("没有日子", []),
    ],
)
def test_dates_are_whole(text, found):
    assert of(text, dates(text, 0, len(text))) == found


def test_numbers_side_by_side_are_one_answer():
    assert of(PLAN, joined_numbers(PLAN, 0, len(PLAN))) == ["21所中小学、28所幼儿园"]


def test_three_side_by_side_are_two_answers_of_growing_length():
    text = "有3座桥、4条路和5个站。"
    assert of(text, joined_numbers(text, 0, len(text))) == ["3座桥、4条路", "3座桥、4条路和5个站"]


@pytest.mark.parametrize(
    ("span", "whole"),
    [
        ("1所中小学", "21所中小学"),
        ("规划了2", "规划了21所"),
        (",目前已投用", "目前已投用"),
        ("、28所幼儿园,", "28所幼儿园"),
    ],
)
def test_a_rough_span_is_mended(span, whole):
    start = PLAN.index(span)
    assert of(PLAN, [mended(PLAN, start, start + len(span), 0, len(PLAN))]) == [whole]


def test_a_mark_is_closed_or_given_up():
    text = "推广“人才贷”和“先投后股”等，说“很长很长很长很长很长很长很长的一句"
    start, far = text.index("“先投"), text.index("“很长")
    assert of(text, [mended(text, start, start + 3, 0, len(text)), mended(text, far, far + 5, 0, len(text))]) == ["“先投后股”", "很长很长"]


def test_nothing_leaves_its_sentence():
    text = "一句有3所。二句有4所。"
    assert of(text, [mended(text, 0, len(text), 6, 12)]) == ["二句有4所"]
    assert of(text, numbers(text, 6, 12)) == ["4所"]


def test_a_list_begins_and_ends_where_the_reader_says():
    text = "确定了虚拟现实、人工智能、生物医药等产业。"
    found = of(text, lists(text, 0, len(text), pointing(text, "虚拟现实、人工智能、生物医药")))
    assert "虚拟现实、人工智能、生物医药" in found


@pytest.mark.parametrize(
    ("kind", "wanted", "unwanted"),
    [
        ("number", ("number", "21所中小学、28所幼儿园"), "date"),
        ("date", ("date", "今年底"), "number"),
        ("definition", ("name", "“十里花溪”"), "number"),
        ("other", ("name", "十里花溪"), "head"),
    ],
)
def test_candidates_are_of_the_kind_asked_for(kind, wanted, unwanted):
    text = "规划了21所中小学、28所幼儿园，“十里花溪”今年底建成。"
    found = list(candidates(text, 0, len(text), pointing(text, "规划"), kind))
    shown = [(form, text[start:end]) for form, (start, end) in found]
    assert wanted in shown and ("free", "规划") in shown
    assert unwanted not in {form for form, _ in shown}


def test_every_candidate_lies_in_the_sentence_and_has_words():
    text = "“一”。" + PLAN + "后面还有21所。"
    low, high = 4, 4 + len(PLAN)
    for kind in ("number", "date", "list", "other", "yesno", "person"):
        for _, (start, end) in candidates(text, low, high, pointing(text, "28所幼儿园", "“一”"), kind):
            assert low <= start < end <= high and text[start:end].strip()
