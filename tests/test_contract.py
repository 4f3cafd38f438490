"""The contract's JSON: exactly these keys, these types; fields of later issues are there with their empty values."""

import json
from dataclasses import replace

import pytest
from conftest import PointingReader, margin_judge, pointing

from app.answer import as_json
from app.closed import ClosedReader

QUESTION = "五号线设多少座车站"
ANSWER = [
    "question",
    "outcome",
    "answer",
    "confidence",
    "reason",
    "reason_code",
    "degraded",
    "generation",
    "rewritten",
    "quotes",
    "passages",
    "conflicts",
    "related",
    "repaired",
    "ms",
]
QUOTE = [
    "text",
    "start",
    "end",
    "sentence",
    "sentence_start",
    "article_id",
    "title",
    "source",
    "date",
    "speaker",
    "paragraph",
    "raw",
    "resolved",
    "url",
    "permalink",
]
PASSAGE = ["article_id", "start", "end", "text", "score", "also"]
ARTICLE = ["id", "title", "date", "source", "authors", "text", "paragraphs", "repairs"]
PARAGRAPH = ["number", "role", "speaker", "text", "start", "end", "raw"]
ROLES = {"headline", "byline", "dateline", "subhead", "lead", "question", "answer", "body", "caption"}


def plain(record):
    """As it goes over the wire: through JSON and back."""
    return json.loads(json.dumps(as_json(record), ensure_ascii=False, allow_nan=False))


def is_text(value):
    return isinstance(value, str) and value != ""


def is_whole(value):
    return type(value) is int and value >= 0


def is_number(value):
    return type(value) is float


def check_quote(quote, article):
    assert list(quote) == QUOTE
    assert article.text[quote["start"] : quote["end"]] == quote["text"]
    assert article.text[quote["sentence_start"] :][: len(quote["sentence"])] == quote["sentence"]
    assert all(is_text(quote[key]) for key in ("text", "sentence", "article_id", "title", "permalink"))
    assert all(is_whole(quote[key]) for key in ("start", "end", "sentence_start", "paragraph"))
    assert all(quote[key] is None or is_text(quote[key]) for key in ("source", "date", "speaker", "resolved", "url"))
    assert all(is_whole(low) and is_whole(high) and low < high for low, high in quote["raw"])
    assert quote["permalink"].startswith("/a/") and "#" in quote["permalink"]


def check_passage(passage, article):
    assert list(passage) == PASSAGE
    assert article.text[passage["start"] : passage["end"]] == passage["text"] and 0 < len(passage["text"]) <= 400
    assert is_number(passage["score"]) and passage["also"] == []


def check_ms(ms):
    assert list(ms) == ["search", "read", "total"] and all(is_number(value) and value >= 0 for value in ms.values())


def check_answer(answer, articles):
    assert list(answer) == ANSWER
    assert is_number(answer["confidence"]) and 0 <= answer["confidence"] <= 1
    assert is_text(answer["generation"]) and answer["rewritten"] is None
    assert (answer["degraded"], answer["conflicts"], answer["related"], answer["repaired"]) == (None, [], [], False)
    for quote in answer["quotes"]:
        check_quote(quote, articles(quote["article_id"]))
    for passage in answer["passages"]:
        check_passage(passage, articles(passage["article_id"]))
    check_ms(answer["ms"])


def test_an_answer_that_was_found(tiny_answerer):
    answer = plain(tiny_answerer.answer(QUESTION))
    check_answer(answer, tiny_answerer.article)
    assert (answer["question"], answer["outcome"], answer["reason"], answer["reason_code"]) == (QUESTION, "answered", None, None)
    assert is_text(answer["answer"]) and 1 <= len(answer["quotes"]) <= 3 and 1 <= len(answer["passages"]) <= 50
    assert (answer["quotes"][0]["speaker"], answer["quotes"][0]["date"]) == ("周建国", "2025-05-06")


@pytest.mark.parametrize(
    ("question", "code"), [("火星基地住了多少宇航员", "absent"), ("五号线票价多少钱", "partly"), ("那六号线呢", "needs_context")]
)
def test_an_answer_that_was_not(tiny_answerer, question, code):
    answer = plain(replace(tiny_answerer, threshold=1.0).answer(question))
    check_answer(answer, tiny_answerer.article)
    assert (answer["outcome"], answer["answer"], answer["quotes"], answer["reason_code"]) == ("not_found", None, [], code)
    assert is_text(answer["reason"]) and answer["passages"] != []


class YearEndReader(PointingReader):
    """Points at 年底 wherever it stands."""

    def _one(self, question, text):
        return pointing(text, *(["年底"] if "年底" in text else []))


def test_a_relative_day_is_resolved_beside_the_words(tiny_answerer):
    answer = plain(replace(tiny_answerer, reader=YearEndReader()).answer("五号线什么时候开通"))
    (quote,) = answer["quotes"]
    assert (answer["answer"], quote["resolved"], quote["date"]) == ("年底", "2025", "2025-05-06")


def test_a_closed_reading_has_the_same_keys():
    answer = plain(ClosedReader(PointingReader(), margin_judge()).read("设多少座车站", "五号线设18座车站。"))
    assert list(answer) == ANSWER and list(answer["quotes"][0]) == QUOTE


def test_found(tiny_answerer):
    found = plain(tiny_answerer.search("车站", 2))
    assert list(found) == ["query", "generation", "passages", "ms"]
    assert (found["query"], found["generation"], len(found["passages"])) == ("车站", "gen-000001", 2)
    for passage in found["passages"]:
        check_passage(passage, tiny_answerer.article(passage["article_id"]))
    check_ms(found["ms"])
    assert found["ms"]["read"] == 0.0


def test_quoted(tiny_answerer):
    quoted = plain(tiny_answerer.verify_quote("设18座"))
    assert list(quoted) == ["text", "verbatim", "places"] and quoted["verbatim"] is True
    for place in quoted["places"]:
        check_quote(place, tiny_answerer.article("metro"))
    assert plain(tiny_answerer.verify_quote("设19座")) == {"text": "设19座", "verbatim": False, "places": []}


def test_read(tmp_path, wenyuan):
    path = tmp_path / "metro.txt"
    path.write_text("地铁试跑\n\n□东湖日报记者 王芳\n\n记者：何时开通？\n\n周建国：年底。\n", encoding="utf-8")
    code, out, _ = wenyuan("read", path, "--json")
    article = json.loads(out)
    assert code == 0 and [key for key in article if key != "url"] == ARTICLE
    assert (article["id"], article["title"], article["date"], article["source"], article["authors"]) == (
        "metro",
        "地铁试跑",
        None,
        "东湖日报",
        ["王芳"],
    )
    assert article["repairs"] == []
    raw = path.read_text(encoding="utf-8")
    for number, paragraph in enumerate(article["paragraphs"], 1):
        assert list(paragraph) == PARAGRAPH and paragraph["number"] == number and paragraph["role"] in ROLES
        assert article["text"][paragraph["start"] : paragraph["end"]] == paragraph["text"]
        assert "".join(raw[low:high] for low, high in paragraph["raw"]) == paragraph["text"]
    assert [paragraph["speaker"] for paragraph in article["paragraphs"]] == [None, None, "记者", "周建国"]
