"""Broken pages keep their truth: every line can be put back where it came from."""

from dataclasses import replace
from random import Random

from eval.breaker import Breaks, Page, break_page, paragraphs_of

ONE = [f"第{n}段讲的是第{n}件事情，这件事情发生在第{n}天，有许多人参加。第{n}件事情后来怎么样，大家都很关心。" for n in range(1, 11)]
TWO = [f"另一篇文章的第{n}段，说的是完全不同的话题，与前一篇没有关系。它有自己的开头和结尾。" for n in range(1, 7)]
WORDS = ["一条图片说明", "■大桥通车。"]
GENTLE = Breaks(mixed=0, second=0, edges=0, loose=0, lost=0, doubled=0, between=0)


def lines_of(page: Page) -> list[str]:
    return [page.raw[at:].split("\n", 1)[0] for at in page.at]


def test_every_line_is_what_its_piece_says() -> None:
    for seed in range(50):
        page = break_page([ONE, TWO], WORDS, Breaks(doubled=1, between=1), Random(seed))
        for line, piece in zip(lines_of(page), page.pieces, strict=True):
            own = page.articles[piece.article][piece.paragraph][piece.start : piece.end] if piece.other is None else piece.other
            assert line == own


def test_nothing_of_the_article_is_missing_or_doubled_when_nothing_is_lost() -> None:
    for seed in range(50):
        page = break_page([ONE], WORDS, replace(GENTLE, edges=1, second=1), Random(seed))
        pieces = sorted((p.paragraph, p.start, p.end) for p in page.pieces)
        assert "".join(ONE[n][s:e] for n, s, e in pieces) == "".join(ONE)


def test_a_sentence_is_cut_with_one_to_three_paragraphs_between_its_halves() -> None:
    for seed in range(50):
        page = break_page([ONE], [], GENTLE, Random(seed))
        places = {(p.paragraph, p.start): n for n, p in enumerate(page.pieces)}
        (gap,) = [places[p.paragraph, p.end] - n for n, p in enumerate(page.pieces) if (p.paragraph, p.end) in places]
        assert 2 <= gap <= 4


def test_a_block_is_moved_by_two_paragraphs_or_more() -> None:
    for seed in range(50):
        page = break_page([ONE], [], GENTLE, Random(seed))
        numbers = list(dict.fromkeys(p.paragraph for p in page.pieces))
        assert max(abs(n - place) for place, n in enumerate(numbers)) >= 2


def test_the_same_stream_gives_the_same_page() -> None:
    assert break_page([ONE, TWO], WORDS, Breaks(), Random(3)) == break_page([ONE, TWO], WORDS, Breaks(), Random(3))


def test_paragraphs_are_lines_or_groups_of_sentences() -> None:
    assert paragraphs_of("\n".join(ONE), Random(1)) == ONE
    grouped = paragraphs_of("".join(ONE), Random(1))
    assert "".join(grouped) == "".join(ONE)
    assert 5 <= len(grouped) <= 14
