"""An article as HTML: its characters as printed, marks that only wrap them, links only where they are safe."""

from dataclasses import replace

import pytest
from conftest import rearranged_article, small_article
from hypothesis import given
from hypothesis import strategies as st
from markup import parsed, plain

from ui.paper import Mark, article_html, day_words, esc, safe_href

SPANS = st.lists(st.tuples(st.integers(0, 54), st.integers(2, 40), st.sampled_from(["quote", "sentence", "near"])), max_size=6)


@given(SPANS, st.booleans())
def test_marks_change_no_character_of_an_article(spans, anchored):
    article = small_article()
    marks = [Mark(f"m{i}", start, min(start + length, len(article.text)), kind) for i, (start, length, kind) in enumerate(spans)]
    html = article_html(article, marks, anchor="m0" if anchored else None)
    seen = parsed(html).seen
    assert plain(html) == "东湖公园开放\n王芳\n" + article.text.partition("\n")[2]
    assert sum("id" in attributes for _, attributes in seen) == bool(anchored and marks)


def test_roles_and_speakers_are_set():
    html = article_html(small_article(), [])
    assert html.startswith('<h1 class="headline" data-paragraph="1">东湖公园开放</h1>\n<p class="byline">王芳</p>')
    assert '<p class="question" data-paragraph="2"><b class="who">记者:</b>公园里有什么?</p>' in html
    assert html.count('<b class="who">') == 2


def test_a_paragraph_that_belongs_nowhere_is_said_to_be_so_above_its_text():
    html = article_html(rearranged_article(), [])
    assert '<p class="body" data-paragraph="4"><span class="apart">此段与前后文不相接</span>城西路昨天重新铺了路面。</p>' in html
    assert html.count("此段与前后文不相接") == 1 and "不相接" not in article_html(small_article(), [])


def test_an_article_without_a_headline_gets_its_title_and_a_speaker_a_name():
    article = small_article()
    body = replace(article.paragraphs[0], role="body", speaker="王芳")
    html = article_html(replace(article, paragraphs=(body, *article.paragraphs[1:])), [])
    assert html.startswith('<h1 class="headline">东湖公园开放</h1>')
    assert '<p class="body" data-paragraph="1"><span class="speaker">王芳</span>东湖公园开放</p>' in html


@pytest.mark.parametrize("url", ["http://a.cn/x?a=1&b=2", "HTTPS://a.cn", "/a/donghu~1-2-abc#q"])
def test_links_that_are_made(url):
    assert safe_href(url) == esc(url)


@pytest.mark.parametrize("url", [None, "", "javascript:alert(1)", "data:text/html,x", "//a.cn", "/gradio_api/file=x", " http://a.cn", "ftp://a.cn"])
def test_links_that_are_not(url):
    assert safe_href(url) is None


def test_days_in_words():
    assert [day_words(day) for day in ("2025-03-07", None, "", "春天")] == ["2025年3月7日", None, None, "春天"]
