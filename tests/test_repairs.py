"""What was repaired, in words: which lines, from where to where, how sure, why."""

import re
from dataclasses import replace
from pathlib import Path

from conftest import rearranged_article, small_article

from corpus.read import read_file
from ui.repairs import apart, begins, change_words, spans

FIRST = Path(__file__).parent.parent / "corpus" / "articles" / "laoshan-2025-03-27.txt"


def test_a_line_for_each_change():
    assert change_words(rearranged_article()) == [
        "去重：「园里有两座桥、三条船。」（原第7段）与「园里有两座桥、三条船。」（原第6段，现第5段）是同一段，只显示后者。把握1.00：同一段排了两次。",
        "接合：「…、120棵樱花，由市园林」（原第2段）下接「局管理。」（原第4段），合成现第3段。把握0.91：句子断在此处，接到另一处。",
        "移动：「全年免费开放，夏天开到晚…」从原第5段移到现第2段，在「东湖公园开放」之后。把握0.95：用词与那里的前后段最接近。",
        "存疑：「城西路昨天重新铺了路面。」（原第3段，现第4段）没有另找位置，标作“此段与前后文不相接”。把握0.60：不能确定原来在哪里。",
    ]
    assert change_words(small_article()) == []


def test_everything_between_the_corners_is_verbatim():
    (article,) = read_file(FIRST)
    words = change_words(article)
    cited = [text.strip("…") for text in re.findall("「(.*?)」", " ".join(words))]
    assert len(words) == len(article.repairs) and len(cited) > 6
    assert all(text in (article.raw or "") for text in cited)
    assert "等7段从原第21—27段移到现第7—13段" in words[-1]


def test_the_number_now_is_that_of_the_paragraph():
    (article,) = read_file(FIRST)
    for words in change_words(article):
        for head, number in re.findall("「([^」…]*)…」等\\d段从原第[^段]*段移到现第(\\d+)", words):
            paragraph = article.paragraphs[int(number) - 1]
            assert article.text[paragraph.start : paragraph.end].startswith(head)


def test_a_part_of_several_lines_is_told_in_one_and_counts_once():
    article = rearranged_article()
    raw = (article.raw or "").replace("局管理。", "局管\n。")  # as a narrow column breaks it
    words = change_words(replace(article, raw=raw))
    assert "下接「局管。」（原第4段）" in words[1] and "从原第5段移到" in words[2]
    assert not any("\n" in line for line in words)


def test_parts_are_counted_behind_the_front_matter():
    article = rearranged_article()
    assert (article.raw or "")[begins(article) :].startswith("东湖公园开放\n")
    assert begins(replace(article, runs=(), repairs=())) == 0


def test_which_paragraphs_belong_nowhere():
    assert apart(rearranged_article()) == {4}
    assert apart(small_article()) == frozenset()


def test_a_change_whose_lines_are_not_known_still_has_its_reason():
    assert change_words(replace(rearranged_article(), raw=None))[2] == "有一处改动。把握0.95：用词与那里的前后段最接近。"


def test_numbers_in_a_row_are_told_as_one_run():
    assert spans([5, 3, 4, 9, 4]) == "3—5、9" and spans([]) == ""
