"""How well follow-up questions are answered. Comes in: dialogues as JSON lines, an index. Goes out: shares right, and what each turn got.

    python -m eval.dialogues GOLD [--index PATH] [--json]

A dialogue is `{"id", "turns": [{"question", "answers", "answerable", "evidence"?}, ...]}`. Its turns are asked in order, each with the
earlier questions as they were understood and our own answers to them. A turn is right when one of the answers is given
(em, or f1 >= 0.8), or nothing where nothing is said. Knows no rules of how a follow-up is understood.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from app.answer import Answer, Turn
from corpus.errors import BadFile, BadQuestion, DeadlinePassed, WenyuanError
from eval.metrics import em, f1, mean
from eval.rows import json_lines, row_id

CLOSE_F1 = 0.8
NOTHING = "文中没有提到"
Ask = Callable[[str, Sequence[Turn]], Answer]


@dataclass(frozen=True, slots=True)
class GoldTurn:
    """A question of a dialogue and its right answers; none where the articles do not say."""

    question: str
    answers: tuple[str, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Turns in order, the first of which stands alone."""

    id: str
    turns: tuple[GoldTurn, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One turn as it went: `answer` is None for not found or an error, `rewritten` how the question was understood."""

    dialogue: str
    number: int
    question: str
    rewritten: str | None
    answer: str | None
    answerable: bool
    right: bool


def load_dialogues(path: Path) -> list[Dialogue]:
    """:raises BadFile: with the line and what is wrong in it."""
    found = [_dialogue(f"{path}:{number}", value) for number, value in json_lines(path)]
    if not found:
        raise BadFile(f"{path}: 文件里一段对话也没有")
    return found


def _dialogue(place: str, value: dict[str, Any]) -> Dialogue:
    turns = value.get("turns")
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, dict) for turn in turns):
        raise BadFile(f'{place}: turns 应是 [{{"question", "answers", "answerable"}}, …]')
    return Dialogue(row_id(place, value), tuple(_turn(place, turn) for turn in turns))


def _turn(place: str, turn: dict[str, Any]) -> GoldTurn:
    question, answers, answerable = turn.get("question"), turn.get("answers", []), turn.get("answerable", True)
    if not isinstance(question, str) or not question.strip():
        raise BadFile(f"{place}: question 应是不空的字符串")
    if not isinstance(answers, list) or not all(isinstance(answer, str) and answer.strip() for answer in answers):
        raise BadFile(f"{place}: answers 应是字符串的列表")
    if not isinstance(answerable, bool) or answerable != bool(answers):
        raise BadFile(f"{place}: answerable 应是 true 或 false，并与 answers 空不空相符")
    return GoldTurn(question, tuple(answers), answerable)


def run(ask: Ask, dialogues: Iterable[Dialogue]) -> list[Said]:
    """Every turn of every dialogue, in order."""
    said = []
    for dialogue in dialogues:
        history: list[Turn] = []
        for number, turn in enumerate(dialogue.turns, 1):
            try:
                answer = ask(turn.question, tuple(history))
            except (BadQuestion, DeadlinePassed):
                said.append(Said(dialogue.id, number, turn.question, None, None, turn.answerable, False))
                continue
            said.append(
                Said(dialogue.id, number, turn.question, answer.rewritten, answer.answer, turn.answerable, right(turn, answer.answer))
            )
            history.append(Turn(answer.rewritten or answer.question, answer.answer or NOTHING))
    return said


def right(turn: GoldTurn, answer: str | None) -> bool:
    """Whether a turn got a right answer, or rightly none."""
    if answer is None:
        return not turn.answerable
    return bool(em(answer, turn.answers)) or f1(answer, turn.answers) >= CLOSE_F1


def shares(said: Sequence[Said]) -> dict[str, float | int | None]:
    """Share right of the follow-up turns, of those with and without an answer, and of the first turns; None where there are none."""
    later = [one for one in said if one.number > 1]
    parts = {
        "followup": later,
        "followup_answerable": [one for one in later if one.answerable],
        "followup_unanswerable": [one for one in later if not one.answerable],
        "first": [one for one in said if one.number == 1],
    }
    figures: dict[str, float | int | None] = {name: mean([float(one.right) for one in part]) for name, part in parts.items()}
    return figures | {f"{name}_n": len(part) for name, part in parts.items()}


def main() -> None:
    """Command line; the figures go to stdout."""
    from app.load import load_answerer
    from app.settings import read_settings

    given = argparse.ArgumentParser(description="Dialogues through the answerer.")
    given.add_argument("gold", type=Path)
    given.add_argument("--index", type=Path)
    given.add_argument("--json", action="store_true")
    options = given.parse_args()
    try:
        dialogues = load_dialogues(options.gold)
        answerer = load_answerer(read_settings(index=options.index))
    except WenyuanError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    said = run(lambda question, history: answerer.answer(question, history=history), dialogues)
    if options.json:
        sys.stdout.write(json.dumps({**shares(said), "turns": [asdict(one) for one in said]}, ensure_ascii=False) + "\n")
        return
    figures = shares(said)
    for name in ("followup", "followup_answerable", "followup_unanswerable", "first"):
        share = figures[name]
        sys.stdout.write(f"{name:<22} {figures[f'{name}_n']:>4}  right {'—' if share is None else f'{share:.3f}'}\n")


if __name__ == "__main__":
    main()
