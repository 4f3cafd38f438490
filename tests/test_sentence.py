"""Where sentences and clauses end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentence import LONGEST, clauses, sentence_at, sentences

TEXT = st.text(st.sampled_from("东湖公园，,、。！？!?；;：”’」)）1"), max_size=500)


def parts(text, cut=sentences):
    return [text[start:end] for start, end in cut(text, 0, len(text))]


def test_sentences_end_at_their_marks_with_the_closing_marks_after_them():
    assert parts("他说：“好。”然后走了！真的吗?!；是的") == ["他说：“好。”", "然后走了！", "真的吗?!；", "是的"]
    assert parts("规划了21所中小学、28所幼儿园,目前已投用17所;在建5所;") == ["规划了21所中小学、28所幼儿园,目前已投用17所;", "在建5所;"]
    assert parts("没有句号") == ["没有句号"]
    assert parts("") == []


def test_a_decimal_point_and_an_ellipsis_end_nothing():
    assert parts("增长5.5%……以上。") == ["增长5.5%……以上。"]


def test_a_long_sentence_is_cut_at_its_last_comma():
    text = "东" * 150 + "，" + "湖" * 100 + "。"
    assert parts(text) == ["东" * 150 + "，", "湖" * 100 + "。"]


def test_a_long_sentence_without_commas_is_cut_at_200():
    assert [len(part) for part in parts("东" * 450)] == [200, 200, 50]


def test_a_number_is_not_cut_at_its_comma():
    text = "东" * 100 + "，" + "湖" * 95 + "1,000" + "园" * 100 + "。"
    assert parts(text)[0] == "东" * 100 + "，"


def test_clauses_end_at_commas_but_not_inside_a_number():
    assert parts("投资1,900亿元,新开工120个，新竣工60个；", clauses) == ["投资1,900亿元,", "新开工120个，", "新竣工60个；"]


def test_the_sentence_at_an_offset():
    text = "标题\n第一句。第二句。"
    assert sentence_at(text, 3, len(text), text.index("二")) == (7, 11)
    with pytest.raises(ValueError, match="offset 1 is outside the paragraph 3-11"):
        sentence_at(text, 3, len(text), 1)


@given(TEXT)
def test_sentences_cover_a_paragraph_without_gaps_and_are_short_enough(text):
    found = sentences(text, 0, len(text))
    assert "".join(text[start:end] for start, end in found) == text
    assert all(before[1] == after[0] for before, after in pairwise(found))
    assert all(0 < end - start <= LONGEST for start, end in found)


@given(TEXT)
def test_clauses_cover_a_sentence_without_gaps(text):
    assert "".join(parts(text, clauses)) == text
    assert all(parts(text, clauses))


@given(TEXT, st.integers(0, 499))
def test_the_sentence_at_an_offset_is_one_of_the_sentences_and_holds_it(text, offset):
    if offset < len(text):
        low, high = sentence_at(text, 0, len(text), offset)
        assert low <= offset < high and (low, high) in sentences(text, 0, len(text))


def test_only_the_range_is_looked_at():
    text = "一。二。三。"
    assert sentences(text, 2, 4) == [(2, 4)]
