"""What a passage is about beyond its own words: title, question, section, full names."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article
from corpus.context import LONGEST_QUESTION, LONGEST_TITLE, contexts, full_names
from corpus.formats import Source
from corpus.passage import split
from corpus.read import make_article

INTERVIEW = "记者：张村河片区怎么用？\n\n李明：张村河片区定位为示范区。\n\n片区规划了学校。\n\n记者：新的一年呢？\n\n李明：继续努力。"


def article_of(text, **stated):
    return make_article(Source("here", text, stated), "name")


def context_of(article: Article, words: str) -> str:
    (passage,) = [passage for passage in split(article) if words in passage.text]
    return passage.context


def test_an_answer_stands_under_its_question_and_a_section_under_its_heading():
    article = article_of(INTERVIEW, title="访李明")
    assert context_of(article, "定位") == "访李明 张村河片区怎么用？"
    assert context_of(article, "继续") == "访李明 新的一年呢？"
    news = article_of("崂山区的计划\n\n崂山区昨日宣布了计划。\n\n培育人才\n\n总量突破23万人。")
    assert context_of(news, "23万人") == "崂山区的计划 培育人才"
    assert context_of(news, "昨日") == "崂山区的计划"


def test_the_full_name_is_given_where_only_the_head_noun_stands():
    article = article_of("张村河片区启动。\n\n导语说完了。\n\n标题\n\n张村河片区正在建设。\n\n标题\n\n片区规划了21所中小学。", title="题")
    assert context_of(article, "21所").endswith("张村河片区")
    assert "张村河片区" not in context_of(article, "正在建设")


def test_what_the_passage_says_itself_is_not_said_again():
    assert context_of(article_of("东湖公园开放\n\n东湖公园开放了，免费。"), "免费") == ""


def test_questions_and_titles_are_kept_short():
    article = article_of("记者：" + "很长的问题" * 20 + "？\n\n李明：好。\n\n记者：还有吗？\n\n李明：没有。", title="题" * 100)
    title, question = context_of(article, "好").split(" ")
    assert (len(title), len(question)) == (LONGEST_TITLE, LONGEST_QUESTION)
    assert question.endswith("问题？")


def test_the_context_is_never_part_of_the_text():
    article = article_of(INTERVIEW, title="访李明")
    assert all(article.text[passage.start : passage.end] == passage.text for passage in split(article))


def test_full_names_are_what_the_text_repeats_most():
    assert full_names("张村河片区启动。张村河片区很大。金家岭片区也在。") == {"片区": "张村河片区"}
    assert full_names("青岛国际创新园区建成，园区很大。") == {}
    assert full_names("") == {}


def test_a_name_that_stands_once_is_no_full_name():
    assert full_names("张村河片区启动，片区很大。") == {}


@given(st.text(st.sampled_from("张村河片区园公司大学院医的在，"), max_size=60))
def test_full_names_are_in_the_text_at_least_twice_and_end_with_their_head(text):
    for head, name in full_names(text).items():
        assert name.endswith(head) and name != head
        assert sum(text.startswith(name, at) for at in range(len(text))) >= 2


def test_an_article_without_body_has_contexts():
    assert contexts(article_of("。。！")).of(1, 0, 3) == ""
