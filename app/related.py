"""The same kind of thing in another scope. Comes in: a question, its answer, passages found. Goes out: places that are offered beside it.

张村河片区规划多少所学校 is answered with the 21 of the 片区; elsewhere the article speaks of 7所学校 without it: related, no conflict.
Looks, in passages of articles that speak of the question's subject, for an amount of the same measure right before the thing asked for,
in a paragraph that does not name the subject. Knows no reader and no confidence; makes no quote.
"""

import re
from collections.abc import Mapping, Sequence

from app.align import searchable
from app.question import Question
from app.sketch import core_of, sketch
from app.spans import numbers
from app.value import amounts
from app.weigh import Weighed, passage_sentences, whole_of
from corpus.article import Article, Paragraph, Range
from corpus.passage import Passage

MOST_RELATED = 3
ALL_OF = re.compile(r"全[国省市区县镇乡村州]")
SHORTEST_SUBJECT = 2


def related(
    question: Question, whole: Weighed, passages: Sequence[Passage], articles: Mapping[str, Article]
) -> list[tuple[Article, Range]]:
    """Places of such amounts with their thing in passages of these articles, one a paragraph, in the order of the passages."""
    asked = sketch(question.clean)
    subject = searchable(core_of(asked.subject)[0])
    mine = amounts(whole.text)
    if question.kind != "number" or len(subject) < SHORTEST_SUBJECT or not asked.thing or not mine:
        return []
    if subject not in searchable(whole.read.passage.context + _paragraph_text(whole.read.article, whole.start)):
        return []
    found: dict[tuple[str, int], tuple[Article, Range]] = {}
    speaking = {name: article for name, article in articles.items() if subject in whole_of(article.text, article.title)}
    for passage in passages:
        article = speaking.get(passage.article_id)
        if article is None:
            continue
        for paragraph, sentence in passage_sentences(article, passage):
            if _says_subject(article, paragraph, passage, subject) and not _of_the_whole(article.text[slice(*sentence)], question):
                continue
            place = _amount_of(article, sentence, asked.thing, mine[0].measure)
            if place:
                found.setdefault((article.id, paragraph.number), (article, place))
    return list(found.values())[:MOST_RELATED]


def _says_subject(article: Article, paragraph: Paragraph, passage: Passage, subject: str) -> bool:
    """Whether a paragraph is in the question's own scope, by its words or by what it stands under."""
    return subject in searchable(article.text[paragraph.start : paragraph.end]) or subject in searchable(passage.context)


def _of_the_whole(sentence: str, question: Question) -> bool:
    """Whether a sentence speaks of 全市 or 全区, and the question does not."""
    return any(word not in question.clean for word in ALL_OF.findall(searchable(sentence)))


def _amount_of(article: Article, sentence: Range, thing: str, measure: str) -> Range | None:
    """The first amount of that measure with the thing right behind it."""
    text = article.text
    for low, high in numbers(text, *sentence):
        behind = text[high : min(sentence[1], high + len(thing) + 2)]
        made = amounts(text[low:high])
        if len(made) == 1 and made[0].measure == measure and searchable(behind).startswith(thing):
            return low, high + len(thing)
    return None


def _paragraph_text(article: Article, offset: int) -> str:
    paragraph = article.paragraph_at(offset)
    return article.text[paragraph.start : paragraph.end]
