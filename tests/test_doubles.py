"""Paragraphs printed twice: which are found, and which printing is kept."""

from corpus.doubles import doubled, own_words, shared
from corpus.roles import Part

RIVER = "着力打造亲水近水的城市绿腰带。今年底将全面完成综合治理任务，河道水质趋于稳定，生态系统更加完善，河岸景观更加优美。"
BODY = Part("body", None)


def test_a_paragraph_that_stands_twice_is_found_once() -> None:
    lines = [RIVER, "另外一段说的是别的事情，与前后都没有关系。", RIVER]
    (double,) = doubled(lines, [BODY] * 3)
    assert (double.kept, double.dropped, double.score) == (0, 2, 1.0)


def test_of_two_openings_the_one_the_paragraph_takes_up_again_is_kept() -> None:
    lines = [f"生活方面，{RIVER}", "片区规划了学校和幼儿园，目前已经投用。", f"生态方面，{RIVER}"]
    (double,) = doubled(lines, [BODY] * 3)
    assert double.kept == 2
    assert double.score == (len(lines[0]) - 1) / len(lines[0])
    assert own_words(lines[2], lines[0]) == 1  # 生态系统
    assert own_words(lines[0], lines[2]) == 0


def test_short_lines_and_captions_may_stand_twice() -> None:
    assert doubled(["张村河片区焕新。", "张村河片区焕新。"], [BODY] * 2) == []
    assert doubled([RIVER, RIVER], [Part("caption", None)] * 2) == []


def test_paragraphs_that_only_end_alike_are_two() -> None:
    other = "完全不同的开头，讲的是一座桥怎样在三年里建成通车，又怎样改变了两岸居民的出行方式。" + RIVER[-20:]
    assert doubled([RIVER, other], [BODY] * 2) == []


def test_what_is_shared_is_counted_from_both_ends() -> None:
    front, back = "甲" * 30, "乙" * 30
    assert shared(front + "一" + back, front + "二" + back) == (30 + 30) / 61
    assert shared("短", "短短") == 0.0
