"""The page's words: citations that are complete, how sure, the question's words in a passage."""

from conftest import answered

from ui.words import citation, sure_words, with_words_of


def test_citation_is_complete():
    quote = answered().quotes[0]
    source = "——李明，《东湖公园开放》，东湖日报，2025年4月1日"
    lines = ["问：东湖公园种了多少棵银杏", "答：300棵银杏", "", f"“{quote.sentence}”", source, quote.permalink]
    assert citation(answered()) == "\n".join(lines)


def test_how_sure_in_words():
    words = [sure_words(confidence) for confidence in (1.0, 0.65, 0.64, 0.4, 0.39)]
    assert [text[5:9] for text in words] == ["很有把握", "很有把握", "较有把握", "较有把握", "把握不大"]


def test_words_of_the_question_are_bold():
    assert with_words_of("东湖公园门票", "东湖公园的门票") == "<b>东湖公园</b>的<b>门票</b>"
    assert with_words_of("", "<东湖>") == "&lt;东湖&gt;"
    assert with_words_of("东湖", "") == ""
