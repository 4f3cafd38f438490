"""Whom a text names, by its surroundings."""

import pytest

from corpus.names import mentions, named


def test_titles_verbs_and_places_make_a_name():
    text = "市长王小明昨天到访。李华说，学校不够。中央气象台专家赵晓慧、俄罗斯总统普京出席。"
    assert named(text) == {"王小明": 2, "李华": 10, "赵晓慧": text.index("赵晓慧"), "普京": text.index("普京")}


@pytest.mark.parametrize(
    "text",
    ["高层表示，有雨。", "方面说，有雨。", "全国表示支持。", "沙雅县在渭干河边。", "时间在走。", "文学院院长到了。",
        "官方微博说。", "中新社金边5月15日电", "黄瓜：脆。", "马来西亚说，有雨。", "连日来，有雨。", "记者说。"],
)  # fmt: skip
def test_words_and_places_that_look_like_names(text):
    assert named(text) == {}


def test_a_name_that_begins_like_a_word():
    assert list(named("主任黄海涛说，有雨。黄海涛走了。")) == ["黄海涛"]
    assert list(named("黄海说，有雨。黄海的雨很大。")) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("议员谢尔盖·米罗诺夫说。", "谢尔盖·米罗诺夫"), ("村民牙生·白克力高兴地说。", "牙生·白克力"),
        ("作者米歇尔·戴蒙德博士说。", "米歇尔·戴蒙德"),
        ("教授弗兰克·R·林 说。", "弗兰克·R·林"), ("首席执行官Dan Smith表示。", "Dan Smith"), ("首相安倍晋三5日说。", "安倍晋三"),
    ],
)  # fmt: skip
def test_names_from_abroad(text, name):
    assert list(named(text)) == [name]


def test_mentions_carry_the_full_name():
    text = "俄罗斯议员谢尔盖·米罗诺夫来访。米罗诺夫说，好。局长王小明出席。王局长说，他很高兴。刘先生走了。"
    found = [(text[m.start : m.end], m.name) for m in mentions(text)]
    assert found == [
        ("谢尔盖·米罗诺夫", "谢尔盖·米罗诺夫"), ("米罗诺夫", "谢尔盖·米罗诺夫"), ("王小明", "王小明"), ("王局长", "王小明"),
        ("他", None),
        ("刘先生", "刘先生"),
    ]  # fmt: skip


def test_a_surname_that_two_have_stays_as_printed():
    assert [m.name for m in mentions("局长王小明、市长王大力出席。王局长说，好。")] == ["王小明", "王大力", "王局长"]
