"""Who the words before a verb of speech are about."""

import pytest

from corpus.clauses import NOBODY, UNKNOWN, Subject, subject_of
from corpus.names import mentions

KNOWN = "。局长王小明说，好。市长李华说，好。"  # so that the names are known


def subject(words):
    return subject_of(words, mentions(words + KNOWN), 0, len(words))


@pytest.mark.parametrize(
    "words",
    [
        "王小明", "昨天，王小明", "王小明在会上", "王小明出席会议，并", "对李华的提问，王小明", "在接受李华采访时，王小明",
        "副局长王小明还", "据王小明",
        "王小明对记者", "王小明局长十分感慨地", "与会的王小明",
    ],
)  # fmt: skip
def test_the_person_who_is_free(words):
    assert subject(words) == Subject("person", "王小明")


@pytest.mark.parametrize(
    "words",
    ["王小明和李华", "王小明的父亲", "王小明的支持者", "对王小明，一位专家", "业内人士", "王小明走后，学生", "记者采访王小明的同事"],
)
def test_nobody_in_particular(words):
    assert subject(words) == UNKNOWN


@pytest.mark.parametrize(
    ("words", "name"),
    [("中国气象局", "中国气象局"), ("昨天，俄罗斯国防部在一份声明中", "俄罗斯国防部"), ("市教育局有关负责人", "市教育局"),
        ("据北京市公园管理中心", "北京市公园管理中心")],
)  # fmt: skip
def test_bodies(words, name):
    assert subject(words) == Subject("body", name)


@pytest.mark.parametrize("words", ["该公司", "当地警方", "有关部门", "会议", "多家银行", "心急火燎赶到法院", "尽管相关公司"])
def test_what_is_no_body_by_name(words):
    assert subject(words) == UNKNOWN


@pytest.mark.parametrize("words", ["", "还", "昨天，", "对此，", "在会上"])
def test_words_about_nobody(words):
    assert subject(words) == NOBODY


def test_he_is_whoever_is_named_before_in_the_sentence():
    assert subject("王小明到访，他") == Subject("person", "王小明")
    assert subject("对此，他").kind == "he"
