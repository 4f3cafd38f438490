"""The search form: what is made alike, and the way back to the text as printed."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.clean import Cleaned, clean, simplified

# one to one, one to many (㎞ -> km, ﷺ -> 18 characters), one to none (zero width), traditional, outside the BMP
MIXED = st.text(st.sampled_from("东湖公园２，！aＡ㎞ﷺ①⻓⾼\u200b\u00ad長東𠮷 \n"), max_size=40)


def test_full_width_radicals_and_traditional_characters_are_made_alike():
    assert clean("ＧＤＰ增长５．５％").text == "GDP增长5.5%"
    assert clean("⾼⻓⻋⻚").text == "高长车页"
    assert clean("張村河片區規劃").text == "张村河片区规划"
    assert clean("东\u200b湖\ufeff公\u00ad园").text == "东湖公园"


def test_letters_keep_their_case_and_plain_text_needs_no_map():
    assert clean("5G信号") == Cleaned("5G信号", None)
    assert clean("") == Cleaned("", None)


def test_a_span_of_the_search_form_leads_back_to_what_was_printed():
    text = "全长１２㎞，东\u200b湖"
    cleaned = clean(text)
    assert cleaned.text == "全长12km,东湖"
    start = cleaned.text.index("12km")
    low, high = cleaned.span(start, start + len("12km"))
    assert text[low:high] == "１２㎞"
    low, high = cleaned.span(cleaned.text.index("东湖"), len(cleaned.text))
    assert text[low:high] == "东\u200b湖"


def test_one_printed_character_may_be_many_and_any_part_of_it_leads_to_it():
    cleaned = clean("见ﷺ字")
    assert len(cleaned.text) == 1 + 18 + 1
    assert [cleaned.span(at, at + 1) for at in (0, 1, 9, 18, 19)] == [(0, 1), (1, 2), (1, 2), (1, 2), (2, 3)]


def test_an_empty_span_stays_empty():
    assert clean("东湖").span(1, 1) == (1, 1)
    low, high = clean("㎞湖").span(2, 2)
    assert low == high == 1


@given(MIXED)
def test_every_character_came_from_where_the_map_says(text):
    cleaned = clean(text)
    for at, character in enumerate(cleaned.text):
        low, high = cleaned.span(at, at + 1)
        assert 0 <= low < high == low + 1 <= len(text)
        assert character in clean(text[low:high]).text


@given(MIXED)
def test_the_map_goes_forward_and_cleaning_twice_changes_nothing(text):
    cleaned = clean(text)
    starts = [cleaned.span(at, at + 1)[0] for at in range(len(cleaned.text))]
    assert starts == sorted(starts)
    assert clean(cleaned.text).text == cleaned.text


@given(MIXED, st.integers(0, 40))
def test_offset_is_the_first_position_from_there_or_later(text, original):
    cleaned = clean(text)
    found = cleaned.offset(original)
    if cleaned.origin is not None:
        assert all(there < original for there in cleaned.origin[:found])
        assert all(there >= original for there in cleaned.origin[found : found + 1])


@given(st.text(max_size=60))
def test_simplifying_keeps_the_length(text):
    assert len(simplified(text)) == len(text)


def test_simplifying_uses_phrases_where_they_keep_the_length():
    assert simplified("乾隆年間的乾燥") == "乾隆年间的干燥"
