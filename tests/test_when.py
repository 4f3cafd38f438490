"""The time a question names: years and months read, agreement by date and by text, and an old event found by its year."""

import numpy as np
import pytest
from conftest import HashingEncoder

from index.build import build
from index.generation import load
from index.postings import build_lexical
from index.search import Searcher
from index.when import Asked, Days, agreement, asked_time


@pytest.mark.parametrize(
    ("question", "years", "months"),
    [
        ("2016年圣诞前那场灰霾罩住多大面积", {2016}, set()),
        ("韩正2024年九月去乌兰巴托见了谁", {2024}, {9}),
        ("19年总理开会定的哪个月能办", {2019}, set()),
        ("2021年12月和2022年1月各多少", {2021, 2022}, {12, 1}),
        ("十一月下旬有多少人看过", set(), {11}),
        ("10年前这里有什么", set(), set()),
        ("近20年来种了多少树", set(), set()),
        ("五年内要建多少所学校", set(), set()),
    ],
)
def test_years_and_months_of_a_question(question, years, months):
    assert asked_time(question) == Asked(frozenset(years), frozenset(months))


def test_an_article_agrees_by_its_date():
    days = Days(np.array([2016, 2016, 2016, 2017, 2015, 0]), np.array([12, 1, 6, 1, 12, 0]))
    told = days.agreement(Asked(frozenset({2016}), frozenset({12})))
    assert told == pytest.approx([1.5, 1.2, 1.0, 0.3, 0.0, 0.0])
    assert days.agreement(Asked(frozenset(), frozenset({12}))).tolist() == [0] * 6


def test_a_passage_that_names_the_year_agrees_whatever_its_date():
    lexical = build_lexical([["灰霾"], ["灰霾", "2016"], ["通车", "2016"]])
    days = Days(np.array([2023, 2016]), np.array([8, 1]))
    told = agreement(Asked(frozenset({2016}), frozenset({1})), days, np.array([0, 0, 1], dtype=np.int32), lexical)
    assert told == pytest.approx([0.0, 1.0, 1.5])


def test_of_two_alike_that_one_is_found_whose_year_is_asked_for(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    for year in (2019, 2021, 2023):
        (folder / f"{year}.md").write_text(f"---\nid: n{year}\ndate: {year}-07-05\n---\n公寓楼昨天爆破拆除，搜救继续。\n", encoding="utf-8")
    (folder / "other.md").write_text("---\nid: other\n---\n东湖公园种了300棵银杏，全年免费开放。\n", encoding="utf-8")
    build([folder], tmp_path / "index", HashingEncoder(), lambda *step: None)
    searcher = Searcher(load(tmp_path / "index"), HashingEncoder())
    everything = np.arange(4)
    for year in (2019, 2021, 2023):
        assert searcher.search(f"{year}年公寓楼什么时候拆的", 1, everything)[0].passage.article_id == f"n{year}"
