"""Copies in an index: all are kept, one is found, the others are named beside it."""

import json

import pytest
from conftest import HashingEncoder

from app.find import find_passages
from index.build import build
from index.filters import Filters
from index.generation import load
from index.search import Searcher, rows_where

TEXT = (
    "东湖公园昨天开放，园内种了300棵银杏、120棵樱花，由市园林局管理，全年免费，市民前来参观的很多。园林局局长说，明年还要再建两座公园，"
    "并且修一条环湖步道，方便附近的居民散步，步道全长大约六公里，沿路设有座椅和路灯。"
)
NEW = (
    "另据记者了解，西岸大桥昨天通车，双向六车道，两侧有人行道，桥上装了新式路灯，过桥只要三分钟，附近的居民都说方便多了，公交公司也开了两条新线路，"
    "每天清早五点发车，夜里十一点收车。"
)
ROWS = [
    {"id": "later", "date": "2025-03-05", "source": "西岸晚报", "text": TEXT.replace("昨天", "前天")},
    {"id": "first", "date": "2025-03-01", "source": "东湖日报", "text": TEXT},
    {"id": "undated", "source": "转载网", "text": f"{TEXT}\n{NEW}"},
    {"id": "other", "date": "2025-03-02", "source": "东湖日报", "text": "地铁五号线年底开通，设18座车站，每天运送四十万人。"},
]


@pytest.fixture
def searcher(tmp_path):
    (tmp_path / "articles").mkdir()
    rows = "\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS)
    (tmp_path / "articles" / "a.jsonl").write_text(rows, encoding="utf-8")
    build([tmp_path / "articles"], tmp_path / "index", HashingEncoder(), lambda *step: None)
    return Searcher(load(tmp_path / "index"), HashingEncoder())


def ids(found):
    return [passage.article_id for passage in found.passages]


def test_the_earliest_is_found_and_names_the_others(searcher):
    found = find_passages(searcher, "东湖公园种了多少棵银杏", 10, None)
    assert ids(found)[0] == "first" and "later" not in ids(found)
    assert found.passages[0].also == ("later", "undated")
    assert next(p for p in found.passages if p.article_id == "other").also == ()


def test_all_are_kept_and_can_be_read(searcher):
    assert [entry.id for entry in searcher.generation.catalog] == ["later", "first", "undated", "other"]
    assert "前天" in searcher.generation.article("later").text


def test_what_a_copy_has_of_its_own_is_found(searcher):
    (best, *_) = find_passages(searcher, "西岸大桥几车道", 10, None).passages
    assert (best.article_id, best.also) == ("undated", ()) and "双向六车道" in best.text


@pytest.mark.parametrize(
    ("filters", "wanted", "also"),
    [
        (Filters(source="西岸晚报"), "later", ("first", "undated")),
        (Filters(source="转载网"), "undated", ("first", "later")),
        (Filters(since="2025-03-03"), "later", ("first", "undated")),
        (Filters(since="2025-03-01"), "first", ("later", "undated")),
        (Filters(), "first", ("later", "undated")),
    ],
)
def test_of_what_a_filter_lets_through_the_earliest_is_found(searcher, filters, wanted, also):
    found = find_passages(searcher, "东湖公园种了多少棵银杏", 10, filters)
    assert (ids(found)[0], found.passages[0].also) == (wanted, also)
    assert sum("300棵银杏" in passage.text for passage in found.passages) == 1


def test_rows_that_pass_hold_each_text_once(searcher):
    rows = rows_where(searcher.generation, Filters())
    assert rows.tolist() == searcher.generation.groups.searched.tolist()
    assert len({searcher.generation.passage(row).text.replace("前天", "昨天") for row in rows.tolist()}) == len(rows)
