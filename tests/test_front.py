"""Front matter: what a .md or .txt file states before its article."""

import pytest

from corpus.front import front_matter, unquoted


def test_keys_and_where_the_article_begins():
    text = '---\nid: bridge\ntitle: "西岸大桥：通车"\ndate: 2024-12-30\n---\n\n正文。'
    start, stated = front_matter(text)
    assert stated == {"id": "bridge", "title": "西岸大桥：通车", "date": "2024-12-30"}
    assert text[start:] == "\n正文。"


@pytest.mark.parametrize(
    "authors", ["authors: [李强, '王芳']", 'authors: ["李强"，"王芳"]', "authors:\n  - 李强\n  - 王芳", "Authors：[李强、王芳]"]
)
def test_lists_in_either_way(authors):
    assert front_matter(f"---\n{authors}\n---\n正文。")[1] == {"authors": ["李强", "王芳"]}


def test_other_keys_comments_and_empty_values_are_passed_over():
    assert front_matter("---\n# 注\nlayout: post\ntitle:\nsource: 西岸晚报\n\n---\n正文。")[1] == {"source": "西岸晚报"}


@pytest.mark.parametrize(
    "text",
    [
        "正文。\n---\nid: a\n---\n", "---\n东湖公园昨天开放了，很多人去看。\n---\n正文。", "---\nid: a\n正文。",
        "---\nid: a\n----\n正文。", "---id: a\n---\n正文。", "--- \n\n 东湖\n---\n", "", "---", "---\n",
    ],
)  # fmt: skip
def test_rules_of_dashes_are_no_front_matter(text):
    assert front_matter(text) == (0, {})


def test_an_article_may_be_missing_behind_it():
    text = "---\nid: a\n---"
    assert front_matter(text) == (len(text), {"id": "a"})


def test_one_pair_of_quotation_marks_is_taken_off():
    assert [unquoted(value) for value in (' "东湖" ', "'东湖'")] == ["东湖", "东湖"]
    assert [unquoted(value) for value in ('"东"和"湖"', '"东湖', "“东湖”")] == ['"东"和"湖"', '"东湖', "“东湖”"]
