"""What is said in quotation marks, and the sentences around it."""

import pytest

from corpus.article import Paragraph
from corpus.sayings import after, before, masked_text, sayings_of, units


def said(text):
    return [text[start:end] for start, end in sayings_of(text)]


def test_words_said_and_terms():
    assert said("他说：“好。”“三农”问题很重要。") == ["“好。”"]
    assert said("他说：“‘好’。”然后走了。") == ["“‘好’。”"]
    assert said("要做到“学校要建，医院也要建，公园还要建”。") == ["“学校要建，医院也要建，公园还要建”"]
    assert said("他说：“没有完") == ["“没有完"]
    assert said("「好。」他说。") == ["「好。」"]


def test_the_masked_text_has_the_same_length():
    text = "他说：“好。”走了。"
    assert masked_text(text, sayings_of(text)) == "他说：□□□□走了。"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("张三说：“好。走。”李四走了。", ["张三说：“好。走。”", "李四走了。"]),
        ("“好。”张三说。李四走了。", ["“好。”张三说。", "李四走了。"]),
        ("“好。”“走。”他们走了。", ["“好。”", "“走。”", "他们走了。"]),
        ("雨停了。“好”。张三说。", ["雨停了。", "“好”。", "张三说。"]),
        ("雨停了。“好，走”。张三说。", ["雨停了。", "“好，走”。", "张三说。"]),
    ],
)  # fmt: skip
def test_sentences_hold_what_is_said_in_them(text, sentences):
    sayings = sayings_of(text)
    bounds = units(text, masked_text(text, sayings), sayings, Paragraph(1, "body", None, 0, len(text)))
    assert [text[low:high] for low, high in bounds] == sentences


def test_verbs_before_and_after():
    text = "张三说：“好。”李四表示。"
    masked = masked_text(text, sayings_of(text))
    (low, high) = sayings_of(text)[0]
    found = before(masked, 0, low), after(masked, high, len(text))
    assert [verb and verb[0] for verb in found] == ["说", "表示"]
    assert after("□□的口号说。", 2, 7) is None
