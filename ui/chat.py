"""The `chat` command. Comes in: settings, lines typed or piped. Goes out: answers as text, each understood from the conversation so far.

An empty line or the end of the input ends it, /新 begins anew. A question that cannot be answered says why on stderr, and the
conversation goes on. Knows no rules of how a follow-up is understood.
"""

import sys
from collections.abc import Callable, Iterator, Sequence

from app.answer import Answer, Turn
from app.load import load_answerer
from app.settings import Settings
from corpus.errors import BadQuestion
from ui.terminal import answer_text

PROMPT, ANEW = "问> ", ("/新", "/new")
WELCOME = "接着问就行，会联系上文理解；/新 重新开始，空行结束。\n"
BEGUN = "好，重新开始。"
NOTHING = "文中没有提到"
Ask = Callable[[str, Sequence[Turn]], Answer]


def chat_command(settings: Settings) -> None:
    """Answer line after line until the input ends."""
    answerer = load_answerer(settings)
    live = sys.stdin.isatty()
    if live:
        sys.stderr.write(WELCOME)
    for text in converse(lambda question, history: answerer.answer(question, history=history), lines(live)):
        sys.stdout.write(text + "\n\n")
        sys.stdout.flush()


def lines(live: bool) -> Iterator[str]:
    """What is typed, after a prompt, or piped in; up to an empty line."""
    while True:
        if live:
            sys.stderr.write(PROMPT)
            sys.stderr.flush()
        line = sys.stdin.readline().strip()
        if not line:
            return
        yield line


def converse(ask: Ask, asked: Iterator[str]) -> Iterator[str]:
    """The text of each answer; the conversation grows by the questions as they were understood."""
    history: list[Turn] = []
    for question in asked:
        if question in ANEW:
            history = []
            yield BEGUN
            continue
        try:
            answer = ask(question, tuple(history))
        except BadQuestion as error:
            sys.stderr.write(f"{error}\n")
            continue
        history.append(Turn(answer.rewritten or answer.question, answer.answer or NOTHING))
        yield answer_text(answer)
