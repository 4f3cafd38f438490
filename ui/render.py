"""An Answer as HTML. Comes in: an Answer and the articles it speaks of. Goes out: one card of the conversation, as a string.

A card carries all it needs: the sources' articles lie in it as `<template>`s, with the quoted spans marked, so that opening
one asks the server nothing. Every field is escaped. A failure has a card of its own and never looks like "not found".
Knows no Gradio, no index, and cuts no quote.
"""

import json
from collections.abc import Iterable, Mapping

from app.answer import Answer, ShownPassage
from app.quote import Quote, permalink
from corpus.article import Article
from ui.arranged import arranged_html
from ui.paper import Mark, esc, safe_href, where_printed
from ui.words import REPAIRED, also_html, citation, holds, origin_words, sure_words, with_words_of

NEAREST, CONSULTED = 3, 5
Articles = Mapping[str, Article]


def all_quotes(answer: Answer) -> list[Quote]:
    """The answer's own quotes, then those of other values, then those of another scope. A quote's name is `q` and its place here."""
    return [*answer.quotes, *(quote for conflict in answer.conflicts for quote in conflict.quotes), *answer.related]


def shown_passages(answer: Answer) -> list[ShownPassage]:
    """The nearest passages of a refusal, or what was read beside the quotes. A passage's name is `p` and its place here."""
    if answer.outcome == "not_found":
        return list(answer.passages[:NEAREST])
    quotes = all_quotes(answer)
    apart = [p for p in answer.passages if not any(_overlap(p, quote) for quote in quotes)]
    return apart[:CONSULTED]


def _overlap(passage: ShownPassage, quote: Quote) -> bool:
    return passage.article_id == quote.article_id and passage.start < quote.end and quote.start < passage.end


def wanted_articles(answer: Answer) -> list[str]:
    """Ids of the articles a card can open, each once, in order of appearance: its sources' numbers count from here."""
    ids = [quote.article_id for quote in all_quotes(answer)] + [passage.article_id for passage in shown_passages(answer)]
    return list(dict.fromkeys(ids))


def answer_card(answer: Answer, articles: Articles) -> str:
    """The whole card. An article that is missing, or no longer holds what is quoted, is not linked."""
    card, meant = _Card(answer, articles), answer.rewritten
    body = card.answered() if answer.outcome == "answered" else card.refused()
    said = answer.answer or "文中没有提到"
    understood = f'<p class="understood">理解为：{esc(meant)}{_button("改一改", edit=meant)}</p>' if meant else ""
    turn = json.dumps({"question": meant or answer.question, "answer": said}, ensure_ascii=False)
    return (
        f'<section class="turn" data-kind="{esc(answer.outcome)}" data-turn="{esc(turn)}">'
        f'<h2 class="asked">{esc(answer.question)}</h2>{understood}{body}{card.templates()}</section>'
    )


def error_card(question: str, message: str, again: bool = True) -> str:
    """A failure, with a way to try once more."""
    asked = f'<h2 class="asked">{esc(question)}</h2>' if question else ""
    button = _button("再问一次", ask=question) if again and question else ""
    return f'<section class="turn" data-kind="error">{asked}<div class="trouble" role="alert"><p>{esc(message)}</p>{button}</div></section>'


def _button(words: str, **data: object) -> str:
    """A small button; the page's script listens to its `data-` attributes."""
    attributes = "".join(f' data-{name}="{esc(value)}"' for name, value in data.items())
    return f'<button type="button" class="plain"{attributes}>{words}</button>'


class _Card:
    """The parts of one answer's card."""

    def __init__(self, answer: Answer, articles: Articles) -> None:
        self.answer, self.quotes, self.passages = answer, all_quotes(answer), shown_passages(answer)
        self.numbers = {article_id: number for number, article_id in enumerate(wanted_articles(answer), 1)}
        gone = {quote.article_id for quote in self.quotes if quote.article_id in articles and not holds(articles[quote.article_id], quote)}
        self.articles = {i: article for i, article in articles.items() if i in self.numbers and i not in gone}

    def answered(self) -> str:
        answer = self.answer
        firsts = {quote.article_id: i for i, quote in reversed(list(enumerate(answer.quotes)))}
        chips = "".join(self.chip(i) for i in sorted(firsts.values()))
        size = " long" if len(answer.answer or "") > 48 else ""
        return (
            f'<p class="short{size}">{esc(answer.answer)}{chips}</p><p class="sure">{sure_words(answer.confidence)}</p>'
            f"{self.degraded()}{self.figures(0, len(answer.quotes))}{self.note(REPAIRED, answer.repaired)}"
            f"{self.others()}{self.consulted()}{self.tools()}"
        )

    def refused(self) -> str:
        shown = [self.passage(i) for i in range(len(self.passages))]
        nearest = f'<div class="nearest"><h3>最接近的段落</h3><p class="hint">供参考，不是答案。</p>{"".join(shown)}</div>' if shown else ""
        title = "请把问题补全" if self.answer.reason_code == "needs_context" else "文中没有提到"
        why = f'<p class="title">{title}</p><p>{esc(self.answer.reason or "")}</p>'
        return f'<div class="refusal">{why}</div>{self.degraded()}{nearest}{self.tools()}'

    def degraded(self) -> str:
        return self.note(esc(self.answer.degraded), bool(self.answer.degraded))

    @staticmethod
    def note(words: str, due: bool) -> str:
        return f'<p class="note">{words}</p>' if due else ""

    def chip(self, index: int) -> str:
        """The numbered way to a quote's source, with the card that hovers over it."""
        quote = self.quotes[index]
        number = self.numbers[quote.article_id]
        if quote.article_id not in self.articles:
            return f'<span class="chip dead" title="原文暂时打不开">{number}</span>'
        lines = f"<b>{esc(quote.title)}</b><i>{esc(origin_words(quote))}</i><q>{esc(quote.sentence)}</q>"
        tip = f'<span class="tip" aria-hidden="true">{lines}</span>'
        label = f"来源 {number}：{quote.title}"
        opens = " ".join(f"q{i}" for i in self.same_sentence(index))
        return (
            f'<button type="button" class="chip" data-open="{opens}" data-key="{number}" data-href="{safe_href(quote.permalink) or ""}" '
            f'aria-label="{esc(label)}"><span class="number">{number}</span>{tip}</button>'
        )

    def same_sentence(self, index: int) -> list[int]:
        place = self.quotes[index].article_id, self.quotes[index].sentence_start
        return [i for i, quote in enumerate(self.quotes) if (quote.article_id, quote.sentence_start) == place]

    def figures(self, start: int, end: int) -> str:
        """The quotes `start` to `end`, those of one sentence together, in the order of their first."""
        groups = dict.fromkeys(tuple(i for i in self.same_sentence(index) if start <= i < end) for index in range(start, end))
        return "".join(self.figure(indices) for indices in groups)

    def figure(self, indices: tuple[int, ...]) -> str:
        """One sentence, word for word, with the quoted clauses marked inside it, and under it who, what paper, what day."""
        quote = self.quotes[indices[0]]
        spans = sorted({(self.quotes[i].start - quote.sentence_start, self.quotes[i].end - quote.sentence_start) for i in indices})
        words, at = "", 0
        for start, end in spans:
            low = max(at, start)
            words += f"{esc(quote.sentence[at:low])}<mark>{esc(quote.sentence[low:end])}</mark>" if low < end else ""
            at = max(at, end)
        who = f'<b class="who">{esc(quote.speaker)}</b>' if quote.speaker else ""
        resolved = dict.fromkeys(self.quotes[i].resolved for i in indices)
        dates = "".join(f'<p class="resolved">按文章日期推算：{esc(value)}</p>' for value in resolved if value)
        url = safe_href(quote.url)
        link = f'<a href="{url}" target="_blank" rel="noopener noreferrer">原网页</a>' if url else ""
        parts = [who, f"<cite>《{esc(quote.title)}》</cite>", esc(origin_words(quote)), link]
        also = next((p.also for p in self.answer.passages if _overlap(p, quote)), ())
        line = "".join(f"<span>{part}</span>" for part in parts if part) + also_html(also)
        return (
            f'<figure class="quote"><figcaption class="tag"><span>原文逐字</span>{self.chip(indices[0])}</figcaption>'
            f'<blockquote>{words}{esc(quote.sentence[at:])}</blockquote>{dates}<p class="origin">{line}</p></figure>'
        )

    def others(self) -> str:
        """Other values for the same thing, and quotes of another scope."""
        at, parts = len(self.answer.quotes), []
        for conflict in self.answer.conflicts:
            parts.append(f'<h3 class="other">另有一种说法：{esc(conflict.answer)}</h3>{self.figures(at, at + len(conflict.quotes))}')
            at += len(conflict.quotes)
        if self.answer.related:
            parts.append(f'<h3 class="other">相关，但说的范围不同</h3>{self.figures(at, len(self.quotes))}')
        return "".join(parts)

    def passage(self, index: int) -> str:
        """A passage that was read, the question's words marked in it, with a button that opens it in its article."""
        passage = self.passages[index]
        article, text = self.articles.get(passage.article_id), f"<p>{with_words_of(self.answer.question, passage.text)}</p>"
        if article is None:
            return f'<div class="passage">{text}</div>'
        href = permalink(article, passage.start, min(passage.end, passage.start + 400))
        button = _button("在原文中看", open=f"p{index}", key=self.numbers[passage.article_id], href=href)
        return (
            f'<div class="passage">{text}<p class="origin"><span><cite>《{esc(article.title)}》</cite></span>'
            f"<span>{esc(where_printed(article))}</span>{also_html(passage.also)}{button}</p></div>"
        )

    def consulted(self) -> str:
        shown = "".join(self.passage(i) for i in range(len(self.passages)))
        return f'<details class="consulted"><summary>也查阅过（{len(self.passages)} 处）</summary>{shown}</details>' if shown else ""

    def tools(self) -> str:
        cite = _button("复制引文", copy="cite", text=citation(self.answer)) if self.answer.quotes else ""
        link = _button("复制链接", copy="link", text=self.answer.rewritten or self.answer.question)
        return f'<div class="tools">{cite}{link}</div>'

    def templates(self) -> str:
        """The articles the card can open, each with its marks."""
        return "".join(
            f'<template data-key="{number}" data-title="{esc(self.articles[i].title)}" data-where="{esc(where_printed(self.articles[i]))}">'
            f"{arranged_html(self.articles[i], list(self.marks(i)))}</template>"
            for i, number in self.numbers.items()
            if i in self.articles
        )

    def marks(self, article_id: str) -> Iterable[Mark]:
        for i, quote in enumerate(self.quotes):
            if quote.article_id == article_id:
                yield Mark(f"q{i}", quote.start, quote.end, "quote")
                yield Mark(f"s{i}", quote.sentence_start, quote.sentence_start + len(quote.sentence), "sentence")
        for i, passage in enumerate(self.passages):
            if passage.article_id == article_id:
                yield Mark(f"p{i}", passage.start, passage.end, "near")
