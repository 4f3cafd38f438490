"""The command `read`: an article as it is understood, and as it came."""

import json

import pytest

from corpus.read import read_file

LINES = [
    "今年，全市将新建改建中小学二十所，新增学位三万个，进一步缓解群众反映强烈的入学难问题，并且加快推进义务教育优质均",
    "市水务局昨天发布消息，今年汛期降水偏多，各水库运行平稳。",
    "衡发展，让更多孩子在家门口上好学校。",
    "在高中阶段，全市将扩建三所学校。",
]


@pytest.fixture
def columns(tmp_path):
    path = tmp_path / "columns.txt"
    path.write_text("---\nid: c\n---\n" + "\n\n".join(LINES) + "\n", encoding="utf-8")
    return path


def test_what_was_changed_is_said_below_the_article(wenyuan, columns):
    code, out, err = wenyuan("read", columns)
    assert (code, err) == (0, "")
    _, _, below = out.partition("\n此文版面经过重排\n")
    assert len(below.splitlines()) == len(read_file(columns)[0].repairs)
    assert "优质均」（原第1段）下接「衡发展" in below


def test_the_text_as_it_came(wenyuan, columns):
    assert wenyuan("read", columns, "--raw") == (0, columns.read_text(encoding="utf-8"), "")


def test_the_raw_text_in_json_is_the_last_key(wenyuan, columns):
    with_raw = json.loads(wenyuan("read", columns, "--raw", "--json")[1])
    without = json.loads(wenyuan("read", columns, "--json")[1])
    assert list(with_raw) == [*without, "raw_text"]
    assert with_raw["raw_text"] == columns.read_text(encoding="utf-8")


def test_an_article_in_order_has_a_raw_text_to_read_and_none_in_json(wenyuan, tmp_path):
    path = tmp_path / "whole.txt"
    path.write_text("东湖公园开放\n\n  公园全年免费开放。\n", encoding="utf-8")
    assert wenyuan("read", path, "--raw")[1] == path.read_text(encoding="utf-8")
    assert json.loads(wenyuan("read", path, "--raw", "--json")[1])["raw_text"] is None


def test_several_articles_are_a_list(wenyuan, tmp_path):
    path = tmp_path / "two.jsonl"
    path.write_text("".join(json.dumps({"id": name, "text": f"{name}。"}) + "\n" for name in ("一", "二")), encoding="utf-8")
    assert wenyuan("read", path, "--raw")[1] == "一。\n\n二。\n"
    assert [article["raw_text"] for article in json.loads(wenyuan("read", path, "--raw", "--json")[1])] == [None, None]
