"""Lines broken at a column's width are put together; an article with a paragraph a line stays as it is."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.order import lines
from corpus.wrap import paragraphs, printed_paragraphs

STORY = (
    "市水务局昨天发布消息，今年汛期降水偏多，各水库运行平稳，"
    "三座大型水库的水位都低于汛限水位，有关部门将继续加强值守，确保城市供水和防汛安全。"
)
POEM = "床前明月光，\n疑是地上霜。\n举头望明月，\n低头思故乡。\n" * 3
NAMES = "\n".join(["青岛第一中学高二三班张三", "济南实验中学高一二班李四", "烟台第二中学高三一班王五", "潍坊第三中学高二四班赵六"] * 2)


def put_together(raw, way=paragraphs):
    return ["".join(raw[start:end] for start, end in rows) for rows in way(raw, lines(raw))]


def columns(text, width):
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


def test_a_story_in_columns():
    raw = columns(STORY, 16)
    assert put_together(raw) == [STORY]
    assert put_together(f"{raw}\n\n{raw}") == [STORY, STORY]
    indented = columns("\u3000\u3000" + STORY, 16)
    assert put_together(f"{indented}\n{indented}\n{indented}") == [STORY] * 3


def test_what_is_no_story_in_columns_stays():
    for raw in (POEM, NAMES, "\n".join([STORY] * 5), "\n\n".join([STORY] * 5), "公园开放\n" + STORY):
        assert put_together(raw) == [raw[start:end] for start, end in lines(raw)]


def test_a_new_item_begins_its_own_paragraph():
    raw = columns(STORY, 16) + "\n■水库一角。\n" + columns(STORY, 16)
    assert "■水库一角。" in put_together(raw)


def test_the_lines_of_a_printed_page_go_on_until_a_blank_one():
    assert put_together("东湖\n公园\n\n开放。", printed_paragraphs) == ["东湖公园", "开放。"]


@given(st.text(st.sampled_from("东湖公园，。 \n\u3000aA1■“”"), max_size=300))
def test_lines_keep_their_order_and_none_is_lost(raw):
    for way in (paragraphs, printed_paragraphs):
        assert [line for rows in way(raw, lines(raw)) for line in rows] == lines(raw)
