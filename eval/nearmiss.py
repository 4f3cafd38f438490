"""Questions a corpus nearly answers. Comes in: a gold set, an index. Goes out: gold rows without an answer, one thing swapped in each.

    python -m eval.nearmiss GOLD [--index PATH] [-o OUT] [--seed N] [--each N]

A year, number, unit, name or object of an answerable question is replaced by another one of the corpus. A row is kept only when the
corpus does not answer it: no passage has the new thing beside the question's other words, or beside the old answer. The same seed gives
the same rows. Tags: `style:nearmiss`, `kind:` year, number, unit, entity or object, and the row's own `fact:`. Knows no reader.
"""

import argparse
import json
import logging
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from app.align import FIGURE, Term, coverage, searchable, terms, years
from app.train_misses import Words
from corpus.errors import WenyuanError
from eval.metrics import inside, normal
from eval.rows import GoldRow, load_gold
from eval.swaps import UNIT, Corpus, Swap, a_swap, corpus_of, texts_of

BESIDE = 0.6  # share of the question's other words, by weight, that makes a passage with the new thing a possible answer
TRIES, DONORS, ODDEST = 24, 4, 2


def near_misses(rows: Sequence[GoldRow], corpus: Corpus, seed: int = 0, each: int = 1) -> list[dict[str, Any]]:
    """At most `each` near misses of every answerable row, in the order of the rows."""
    made = []
    for row in rows:
        found = _of_row(row, corpus, Random(f"{seed}/{row.id}"))[:each] if row.answerable else []
        for number, swap in enumerate(found, 1):
            tags = [tag for tag in row.tags if tag.startswith("fact:")]
            made.append(
                {
                    "id": f"{row.id}-near{number}", "question": swap.question, "answers": [], "answerable": False, "evidence": row.evidence,
                    "articles": list(row.articles), "tags": [*tags, "style:nearmiss", f"kind:{swap.kind}"],
                }
            )  # fmt: skip
    return made


def _of_row(row: GoldRow, corpus: Corpus, rng: Random) -> list[Swap]:
    """Swaps that the corpus does not answer, those first that read most naturally."""
    wanted = terms(searchable(row.question), corpus.idf)
    best = max(corpus.texts, key=lambda text: (text.article in row.articles or not row.articles, coverage(wanted, text.words)))
    own = "\n".join(text.words for text in corpus.texts if text.article == best.article)
    donors = [text for text in (corpus.texts[at] for at in corpus.near.like(best.words, DONORS * 4)) if text.article != best.article]
    donors = donors or [text for text in corpus.texts if text.article != best.article] or [best]
    found: dict[str, Swap] = {}
    for _ in range(TRIES):
        donor = "\n".join(text.words for text in rng.sample(donors, min(DONORS, len(donors))))
        swap = a_swap(row.question, own, donor, corpus, rng)
        if swap and swap.question not in found and swap.oddness <= ODDEST and not answered(row, swap, corpus):
            found[swap.question] = swap
    return sorted(found.values(), key=lambda swap: swap.oddness)


def answered(row: GoldRow, swap: Swap, corpus: Corpus) -> bool:
    """Whether a passage might answer the new question: it has the new thing, and the other words or the old answer."""
    new = searchable(swap.new)
    others = [term for term in terms(searchable(swap.question), corpus.idf) if not _same(term, new)]
    year = int(new) if new.isdigit() and len(new) == 4 else None
    values = [value for value in map(normal, row.answers) if len(value) > 1]
    for text in corpus.texts:
        if year is not None:
            there = year in years(text.words, text.today) or (text.today == year and not years(text.words, None))
        elif FIGURE.fullmatch(new):
            there = new in FIGURE.findall(text.words)
        elif UNIT.fullmatch(new):
            there = bool(re.search(rf"[\d百千万亿多余]{re.escape(new)}", text.words))
        else:
            there = new in text.words
        if there and (coverage(others, text.words) >= BESIDE or any(inside(value, normal(text.words)) for value in values)):
            return True
    return False


def _same(term: Term, new: str) -> bool:
    return term.word in new or new in term.word


def main() -> None:
    """Command line; rows go to OUT, or to stdout."""
    from app.load import index_root
    from app.settings import read_settings
    from index.generation import load

    given = argparse.ArgumentParser(description="Near misses of a gold set.")
    given.add_argument("gold", type=Path)
    given.add_argument("--index", type=Path)
    given.add_argument("-o", "--out", type=Path)
    given.add_argument("--seed", type=int, default=0)
    given.add_argument("--each", type=int, default=1)
    options = given.parse_args()
    try:
        rows = load_gold(options.gold)
        generation = load(index_root(read_settings(index=options.index)))
    except WenyuanError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    logging.getLogger("jieba").setLevel(logging.WARNING)
    with tempfile.TemporaryDirectory(prefix="wenyuan-") as cache:
        corpus = corpus_of(texts_of(generation), Words(Path(cache)), generation.lexical.idf)
        made = near_misses(rows, corpus, options.seed, options.each)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in made)
    if options.out:
        options.out.write_text(lines, encoding="utf-8")
    else:
        sys.stdout.write(lines)
    sys.stderr.write(f"{len(made)} near misses of {sum(row.answerable for row in rows)} answerable questions\n")


if __name__ == "__main__":
    main()
