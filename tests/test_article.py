"""The records of an article: parts inside the text, the paragraph at an offset."""

import pytest
from conftest import small_article
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Paragraph, Run


def test_every_offset_has_its_paragraph_and_a_line_end_has_none():
    article = small_article()
    for offset, character in enumerate(article.text):
        if character == "\n":
            with pytest.raises(ValueError, match=f"donghu: no paragraph holds offset {offset} of {len(article.text)}"):
                article.paragraph_at(offset)
        else:
            assert article.paragraph_at(offset).number == 1 + article.text[:offset].count("\n")


@pytest.mark.parametrize("offset", [-1, 10_000])
def test_an_offset_outside_the_text_has_no_paragraph(offset):
    with pytest.raises(ValueError, match=f"offset {offset}"):
        small_article().paragraph_at(offset)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20), st.integers(0, 120))
def test_the_paragraph_is_the_one_a_walk_through_all_finds(lengths, offset):
    bounds = [(sum(lengths[:n]) + n, sum(lengths[: n + 1]) + n) for n in range(len(lengths))]
    paragraphs = tuple(Paragraph(n, "body", None, start, end) for n, (start, end) in enumerate(bounds, 1))
    article = Article("a", "", None, None, (), None, "\n".join("字" * length for length in lengths), paragraphs, ())
    walked = [p for p in paragraphs if p.start <= offset < p.end]
    if walked:
        assert article.paragraph_at(offset) is walked[0]
    else:
        with pytest.raises(ValueError):
            article.paragraph_at(offset)


def test_a_part_outside_the_text_is_refused_with_both_numbers():
    with pytest.raises(ValueError, match="a: a part ends at 5, the text has 4 characters"):
        Article("a", "", None, None, (), None, "东湖公园", (Paragraph(1, "body", None, 0, 5),), ())
    with pytest.raises(ValueError, match="a: a part ends at 6, the text has 4 characters"):
        Article("a", "", None, None, (), None, "东湖公园", (), (Run(2, 0, 4),))
