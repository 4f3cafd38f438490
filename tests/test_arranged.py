"""A repaired article as HTML: what was changed, and the text as it came, not a character of it altered."""

from dataclasses import replace
from pathlib import Path

from conftest import COLUMNS, rearranged_article, small_article
from markup import inside, parsed, plain

from corpus.article import Repair
from corpus.read import read_file
from ui.arranged import arranged_html, came_html
from ui.paper import Mark, article_html
from ui.repairs import change_words
from ui.shell import article_page

FIRST = Path(__file__).parent.parent / "corpus" / "articles" / "laoshan-2025-03-27.txt"


def test_the_note_opens_the_changes_in_the_same_words():
    article = rearranged_article()
    html = arranged_html(article, [])
    parsed(html)
    assert inside(html, "summary") == ["此文版面经过重排"]
    assert [plain(item) for item in inside(html, "li")] == change_words(article)


def test_the_article_itself_is_the_same_with_its_marks():
    article, marks = rearranged_article(), [Mark("q", 8, 14, "quote")]
    assert f'<div class="now">{article_html(article, marks, "q")}</div>' in arranged_html(article, marks, "q")


def test_the_raw_text_is_shown_as_it_came_with_the_changed_parts_marked():
    article = rearranged_article()
    html = came_html(article)
    parsed(html)
    assert plain(html) == "\n\n".join(COLUMNS) + "\n", "without the front matter"
    assert [plain(mark) for mark in inside(html, "mark")] == list(COLUMNS[1:])
    assert f'<mark class="moved unseen-now" data-change="1">{COLUMNS[6]}</mark>' in html
    assert f'<mark class="moved" data-change="3">{COLUMNS[4]}</mark>' in html


def test_a_part_with_two_changes_has_both_numbers():
    (article,) = read_file(FIRST)
    html = came_html(article)
    assert plain(html) == (article.raw or "").lstrip("\n")
    assert 'data-change="1、3">生态方面' in html


def test_an_article_in_order_has_neither_note_nor_switch():
    assert arranged_html(small_article(), []) == article_html(small_article(), [])


def test_without_the_raw_text_there_is_a_note_and_no_switch():
    html = arranged_html(replace(rearranged_article(), raw=None), [])
    assert "<summary>" in html and "came-switch" not in html


def test_everything_is_escaped():
    article = rearranged_article()
    raw = (article.raw or "").replace("城西路", "<b>路")
    hostile = replace(article, raw=raw, repairs=(*article.repairs, Repair("<i>", 0.5, "<script>", article.repairs[3].raw)))
    html = arranged_html(hostile, [])
    assert "<script>" not in html and "<b>路" not in html and "&lt;b&gt;路" in html


def test_the_page_of_an_article_shows_it_without_scripts():
    html = article_page(rearranged_article(), (8, 14))
    parsed_tags = [tag for tag, _ in parsed(html.replace("<!doctype html>", "")).seen]
    assert parsed_tags.count("details") == 1 and '<label for="wy-came"' in html and 'id="wy-came"' in html
