"""Lines of the raw text, laid out as text, and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.order import lay_out, lines, raw_ranges

RAW = st.text(st.sampled_from("东湖公园。,ab \t\u3000\u00a0\n\u2028\x85\x0b\x0c\u200b𠮷"), max_size=80)


def test_lines_are_without_the_white_space_around_them():
    raw = "\n\n  东湖 \n\u3000\u3000公园开放。\t\n \u3000 \n"
    assert [raw[start:end] for start, end in lines(raw)] == ["东湖", "公园开放。"]


def test_a_line_ends_at_whatever_ends_a_line_anywhere():
    raw = "东\u2028湖\u2029公\x85园\x0b开\x0c放\x1c了\x1d吗\x1e啊\n"
    assert [raw[start:end] for start, end in lines(raw)] == list("东湖公园开放了吗啊")


def test_lines_may_begin_later():
    raw = "---\n标题\n---\n正文"
    assert [raw[start:end] for start, end in lines(raw, raw.index("正文"))] == ["正文"]


def test_white_space_and_zero_width_characters_alone_are_no_line():
    assert lines(" \t\u3000\n\u200b\ufeff\u2003\n") == []


def test_one_paragraph_a_line_and_of_several_blanks_the_first():
    raw = "东湖   公园\n\n\n开放"
    text, bounds, runs = lay_out(raw, [[piece] for piece in lines(raw)])
    assert text == "东湖 公园\n开放"
    assert [text[start:end] for start, end in bounds] == ["东湖 公园", "开放"]
    assert [(run.start, run.raw_start, run.length) for run in runs] == [(0, 0, 3), (3, 5, 2), (len("东湖 公园\n"), raw.index("开放"), 2)]


def test_another_order_and_joined_pieces_lead_back_all_the_same():
    raw = "以供需\n桥梁建成。\n对接平台"
    first, second, third = lines(raw)
    text, bounds, runs = lay_out(raw, [[first, third], [second]])
    assert text == "以供需对接平台\n桥梁建成。"
    assert bounds == [(0, 7), (8, 13)]
    assert raw_ranges(runs, 0, 7) == [first, third]
    assert raw_ranges(runs, *bounds[1]) == [second]


def test_touching_ranges_are_one():
    raw = "东湖公园"
    _, _, runs = lay_out(raw, [[(0, 2), (2, 4)]])
    assert raw_ranges(runs, 1, 3) == [(1, 3)]


def test_no_characters_no_ranges():
    _, _, runs = lay_out("东湖", [[(0, 2)]])
    assert raw_ranges(runs, 1, 1) == []


@given(RAW)
def test_every_character_of_the_text_is_the_raw_character_it_leads_to(raw):
    text, bounds, runs = lay_out(raw, [[piece] for piece in lines(raw)])
    assert text.splitlines() == [text[start:end] for start, end in bounds]
    for start, end in bounds:
        for at in range(start, end):
            ((low, high),) = raw_ranges(runs, at, at + 1)
            assert (high, raw[low]) == (low + 1, text[at])
        assert "".join(raw[low:high] for low, high in raw_ranges(runs, start, end)) == text[start:end]


@given(RAW)
def test_nothing_but_white_space_is_lost(raw):
    text, _, _ = lay_out(raw, [[piece] for piece in lines(raw)])
    assert [c for c in text if c in "东湖公园。,ab𠮷"] == [c for c in raw if c in "东湖公园。,ab𠮷"]
