"""What the head of a page states, and heads that state nothing."""

import pytest

from corpus.head import head_facts


def test_tags_of_all_kinds():
    page = """<META NAME='author' CONTENT='王芳 李强'><meta content="题" property="og:title"><meta name=pubdate
    content=2025-03-08>    <meta name="source" content="东湖日报"><meta property="og:site_name" content="东湖网">
    <link rel="canonical" href="https://example.org/1">"""
    assert head_facts(page) == {
        "title": "题", "date": "2025-03-08", "source": "东湖日报", "authors": ["王芳", "李强"], "site": "东湖网",
        "url": "https://example.org/1",
    }  # fmt: skip


def test_json_ld_is_believed_before_tags():
    data = '{"@graph": [{"@type": "WebPage", "headline": "no"}, '
    data += '{"@type": ["NewsArticle"], "headline": "真题", "author": {"name": "王芳"}}]}'
    page = f'<meta property="og:title" content="题"><script type="application/ld+json">{data}</script>'
    assert head_facts(page) == {"title": "真题", "authors": ["王芳"]}


@pytest.mark.parametrize("data", ["", "{", "[" * 100_000, "3", "null", '[{"@type": "Article", "author": 5}]'])
def test_broken_json_ld_states_nothing(data):
    assert head_facts(f'<script type="application/ld+json">{data}</script>') == {}


SLOW = ["<meta " * 100_000, "<meta " + 'a="' * 100_000, ("<meta " + "a" * 3900 + ">") * 300, "<script application/ld+json>" * 20_000]


@pytest.mark.parametrize("page", SLOW)
def test_heads_made_to_be_slow_are_read_in_time(page):
    assert head_facts(page) == {}
