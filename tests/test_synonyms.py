"""Other words for the same thing."""

from index.synonyms import LIST, others, widened


def groups():
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line.lower().split() for line in lines if line.strip() and not line.startswith("#")]


def test_the_list_is_groups_of_two_or_more_different_words():
    assert len(groups()) > 50
    for group in groups():
        assert len(group) == len(set(group)) >= 2, group


def test_every_word_of_a_group_stands_for_the_others():
    for group in groups():
        for word in group:
            assert set(group) - {word} <= set(others(word))
            assert word not in others(word)


def test_case_does_not_matter_and_most_words_have_no_others():
    assert set(others("gdp")) == set(others("GDP")) >= {"生产总值", "地区生产总值"}
    assert others("东湖公园") == ()


def test_a_question_is_widened_by_what_it_does_not_say_yet():
    assert widened("崂山区的GDP是多少") == [word for word in others("gdp") if word != "gdp"]
    assert "生产总值" not in widened("GDP也叫生产总值")
    assert widened("东湖有银杏") == []
    assert len(widened("学校和校园")) == len(set(widened("学校和校园")))
