"""A page's lines put back in reading order. Comes in: lines and what each is. Goes out: a Plan: which lines make which paragraph.

Sentences that break off are rejoined (`corpus/joins.py` says how sure that is), blocks that stood between the halves go where they fit
best or are marked as detached, paragraphs printed twice are shown once, the lead of an interview goes before its first question. A page
without such marks comes out as it was: nothing is moved for looks. Every change has a score and a reason. Knows no file format and no
offsets.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.doubles import Double, doubled
from corpus.fit import Fit
from corpus.joins import Join, joined
from corpus.roles import Line, Part

SURE_PLACE = 0.8  # how much better than anywhere else a block must fit to be moved, in [0, 1] (`corpus.fit`)


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, how sure in [0, 1], why, and the lines it is about."""

    kind: str
    score: float
    reason: str
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Lines of each paragraph, in reading order; lines that are in none are shown nowhere. `changes` is empty when all is as it was."""

    paragraphs: tuple[tuple[int, ...], ...]
    changes: tuple[Change, ...]


def repair(lines: Sequence[Line], parts: Sequence[Part]) -> Plan:
    """The plan of a page. A paragraph that stands twice on a page that is whole otherwise was printed so, and stays."""
    texts = [line.text for line in lines]
    twice = doubled(texts, parts)
    plan = _planned(texts, parts, twice)
    whole = all(change.kind == "doubled" for change in plan.changes)
    return _planned(texts, parts, []) if twice and whole else plan


def _planned(texts: Sequence[str], parts: Sequence[Part], twice: Sequence[Double]) -> Plan:
    """The plan when the doubles `twice` are shown once."""
    dropped = {double.dropped for double in twice}
    live = [number for number in range(len(texts)) if number not in dropped]
    joins, order, loose = _in_chains(live, joined(texts, parts, live))
    changes = [Change("doubled", double.score, double.reason, (double.dropped, double.kept)) for double in twice]
    changes += [Change("joined", join.score, "句子断在此处，接到另一处", (join.end, join.start)) for join in joins]
    order, placed = _placed(order, loose, texts, twice)
    order, lead = _lead_first(order, parts)
    return Plan(tuple(order), tuple(changes + placed + lead))


Paragraphs = list[tuple[int, ...]]


def _in_chains(live: Sequence[int], joins: list[Join]) -> tuple[list[Join], Paragraphs, list[Paragraphs]]:
    """The joins that can stand together, and what `_chained` makes of them. Runs that joins would close into a ring are in no chain:
    the least sure join into such a run is given up until every line is somewhere."""
    while True:
        order, loose = _chained(live, joins)
        shown = {number for block in (order, *loose) for paragraph in block for number in paragraph}
        closed = [join for join in joins if join.start not in shown]
        if not closed:
            return joins, order, loose
        joins = [join for join in joins if join is not min(closed, key=lambda one: one.score)]


def _chained(live: Sequence[int], joins: Sequence[Join]) -> tuple[Paragraphs, list[Paragraphs]]:
    """Paragraphs in order, runs between two broken edges kept together; and the runs inside a sentence that are tied to nothing."""
    after = {join.end: join.start for join in joins}
    before = {start: end for end, start in after.items()}
    runs: list[list[int]] = []
    for position, number in enumerate(live):
        if not runs or number in before or live[position - 1] in after:
            runs.append([])
        runs[-1].append(number)
    opening = {run[0]: run for run in runs}
    loose = [run for run in runs if run[0] not in before and run[-1] not in after and _inside(run, after.items())]
    heads = [run for run in runs if run[0] not in before and run not in loose]
    chains = []
    for head in heads:
        chain, run = list(head), head
        while run[-1] in after:
            run = opening[after[run[-1]]]
            chain += run
        chains.append(chain)
    chains.sort(key=min)
    order = [paragraph for chain in chains for paragraph in _paragraphs(chain, after)]
    return order, [_paragraphs(run, after) for run in loose]


def _inside(run: Sequence[int], cuts: Iterable[tuple[int, int]]) -> bool:
    """Whether the lines stood between the halves of one of the cut sentences."""
    return any(end < run[0] and run[-1] < start for end, start in cuts)


def _paragraphs(chain: Sequence[int], after: dict[int, int]) -> Paragraphs:
    found: list[list[int]] = []
    for number in chain:
        if found and after.get(found[-1][-1]) == number:
            found[-1].append(number)
        else:
            found.append([number])
    return [tuple(one) for one in found]


def _placed(
    order: Paragraphs, loose: Sequence[Paragraphs], texts: Sequence[str], twice: Sequence[Double]
) -> tuple[Paragraphs, list[Change]]:
    """Blocks tied to nothing put where they fit, else behind the sentence they stood in, marked as detached."""
    changes = []
    fit = Fit(texts)
    for block in loose:
        slot, score, reason = _twin_slot(order, block, twice) or fit.slot(order, block)
        numbers = tuple(number for paragraph in block for number in paragraph)
        if score >= SURE_PLACE:
            changes.append(Change("moved", score, reason, numbers))
        else:
            slot = 1 + next((n for n, paragraph in enumerate(order) if _inside(numbers, pairwise(paragraph))), len(order) - 1)
            changes.append(Change("detached", 1 - score, "这一块不属于前后文，不能确定原来在哪里", numbers))
        order = [*order[:slot], *block, *order[slot:]]
    return order, changes


def _twin_slot(order: Paragraphs, block: Paragraphs, twice: Sequence[Double]) -> tuple[int, float, str] | None:
    """Where a paragraph of the block was printed a second time, if one was: two columns overlapped there."""
    held = {number for paragraph in block for number in paragraph}
    for double in twice:
        if double.kept in held:
            slot = sum(max(paragraph) < double.dropped for paragraph in order)
            return slot, double.score, "其中一段在那里重复印了一次"
    return None


def _lead_first(order: Paragraphs, parts: Sequence[Part]) -> tuple[Paragraphs, list[Change]]:
    """An interview's lead that stands behind its first answer goes before the first question and the heading above that."""
    roles = [parts[paragraph[0]].role for paragraph in order]
    leads = [n for n, role in enumerate(roles) if role == "lead"]
    first = next((n for n, role in enumerate(roles) if role == "question"), None)
    if first is None or not leads or leads[0] < first or leads != list(range(leads[0], leads[-1] + 1)):
        return order, []
    slot = first - 1 if first and roles[first - 1] == "subhead" else first
    moved = [order[n] for n in leads]
    rest = [paragraph for n, paragraph in enumerate(order) if n not in leads]
    numbers = tuple(number for paragraph in moved for number in paragraph)
    return [*rest[:slot], *moved, *rest[slot:]], [Change("lead", 0.9, "导语排在问答之间，移到第一问之前", numbers)]
