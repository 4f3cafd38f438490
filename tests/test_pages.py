"""The figures of repair, counted by hand on a small page."""

import json
from pathlib import Path

import pytest

from corpus.article import Article, Paragraph, Repair, Run
from eval.breaker import Page, Piece
from eval.pages import main, measure, neighbours

TEXTS = (("甲一甲二。", "乙一乙二。", "丙一丙二。"),)
# 甲一 | 丙 | 甲二。 | 乙: the third paragraph stands inside a sentence of the first
PIECES = (Piece(0, 0, 0, 2), Piece(0, 2, 0, 5), Piece(0, 0, 2, 5), Piece(0, 1, 0, 5))
PAGE = Page(TEXTS, PIECES, "甲一\n丙一丙二。\n甲二。\n乙一乙二。", (0, 3, 9, 13))


def article(order: list[list[int]], repairs: tuple[Repair, ...] = ()) -> Article:
    """The page read as paragraphs made of its lines, in this order."""
    lines = PAGE.raw.split("\n")
    text, runs, paragraphs = "", [], []
    for number, pieces in enumerate(order, 1):
        start = len(text)
        for piece in pieces:
            runs.append(Run(len(text), PAGE.at[piece], len(lines[piece])))
            text += lines[piece]
        paragraphs.append(Paragraph(number, "body", None, start, len(text)))
        text += "\n"
    return Article("page", "", None, None, (), None, text.rstrip("\n"), tuple(paragraphs), tuple(runs), repairs)


def test_a_page_put_right() -> None:
    found = measure(PAGE, article([[0, 2], [3], [1]]))
    assert (found.cut, found.rejoined, found.joins, found.wrong) == (1, 1, 1, 0)
    assert (found.pairs, found.kept) == (2, 2)


def test_a_page_left_as_it_was() -> None:
    found = measure(PAGE, article([[0], [1], [2], [3]]))
    assert (found.rejoined, found.joins) == (0, 0)
    assert (found.pairs, found.kept, found.before) == (2, 1, 1)  # 甲 -> 乙 stand next to each other, 乙 -> 丙 do not


def test_a_wrong_join_counts_as_wrong() -> None:
    found = measure(PAGE, article([[0, 1], [2], [3]]))
    assert (found.rejoined, found.joins, found.wrong) == (0, 1, 1)


def test_what_is_marked_detached_is_looked_through() -> None:
    apart = (Repair("detached", 0.5, "", ((3, 8),)),)
    found = measure(PAGE, article([[0, 2], [1], [3]], apart))
    assert (found.pairs, found.kept, found.detached, found.paragraphs) == (1, 1, 1, 4)


def test_captions_between_neighbours_do_not_part_them() -> None:
    pieces = (Piece(0, 0, 0, 5), Piece(-1, 0, 0, 0, "■图"), Piece(0, 1, 0, 5))
    page = Page(TEXTS, pieces, "甲一甲二。\n■图\n乙一乙二。", (0, 6, 9))
    assert neighbours(page, [[0], [1], [2]], set()) == (1, 1)


def test_the_command_prints_every_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    news = tmp_path / "news.jsonl"
    line = "第{0}段说的是第{0}件事，参加的人有许多，大家都说好。后来第{0}件事办成了，又过了几年才有人提起它来。"
    rows = [{"id": str(a), "text": "\n".join(line.format(a * 10 + n) for n in range(9))} for a in range(6)]
    news.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert main(["--news", str(news), "--seed", "2", "--n", "4", "--intact", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["pages"] == 4 and found["intact"] == 2
    assert found["untouched"] == 1.0


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--news", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err
