"""A trained reader and text in, a better reader out: one command that goes on where it was stopped.

    python -m app.train_reader --data DIR --base DIR --out DIR --minutes 60

In: `--data` with train/cmrc2018_*.jsonl.xz, train/drcd_dev.jsonl.xz and news/*.jsonl.xz, and `--base`, a BertForQuestionAnswering
folder (safetensors), with `drcd_held_out.json` beside it if some DRCD rows are kept apart. Out: in `--out` the checkpoint
(`state/`: safetensors and JSON), and at the end `model/` (weights), `onnx/` (the exported reader) and `onnx/README.md` (its card).

The answer is trained as a start and an end token of the passage, "no answer" as position 0. Batches are drawn afresh after a
stop (the seed is the step), so a run that was stopped is like, but not equal to, one that was not.
"""

import argparse
import json
import logging
import lzma
import random
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from app.export_reader import export
from app.train_card import card
from app.train_misses import Words
from app.train_rows import Asked, News, Row, mixture
from app.train_state import train
from app.train_step import RATE, Features, Group, freeze, optimiser_of, step_of
from app.train_written import groups, written

TOKENS, BATCH, POOL = 256, 16, 40  # longest row in tokens; passages a step, about; batches sorted together
SAVE_EVERY = 300  # steps
NEWS_EACH = 12_000  # articles of each news file, evenly spread
log = logging.getLogger(__name__)


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a .jsonl.xz file."""
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def read_sets(data: Path, held_out: set[str]) -> tuple[list[Asked], list[News]]:
    """CMRC train and trial, DRCD dev without `held_out`, and news: all that may be trained on, nothing else."""
    asked = [
        Asked(row["question"], row["context"], row["answers"][0]["text"], row["answers"][0]["start"])
        for name in ("cmrc2018_train", "cmrc2018_trial", "drcd_dev")
        for row in lines(data / "train" / f"{name}.jsonl.xz")
        if row["id"] not in held_out
    ]
    news = []
    for name, step in (("chinanews", 1), ("xwlb", 6), ("crud_docs", 5)):
        found = islice(lines(data / "news" / f"{name}.jsonl.xz"), 0, NEWS_EACH * step, step)
        news += [News(row.get("title") or "", row["text"]) for row in found if len(row["text"]) > 60]
    return asked, news


def features(row: Row, tokenizer: Tokenizer) -> Features | None:
    """Token numbers and target tokens of a row; None when it has over 256 tokens or its span falls between tokens."""
    lead = f"{row.context} | " if row.context else ""
    coded = tokenizer.encode(row.question, lead + row.text)
    if len(coded.ids) > TOKENS:
        return None
    if row.start < 0:
        return coded.ids, 0, 0
    start, end = row.start + len(lead), row.end + len(lead)
    opening = coded.sequence_ids.index(1)
    inside = [n for n in range(opening, len(coded.ids) - 1) if coded.offsets[n][1] > start and coded.offsets[n][0] < end]
    return (coded.ids, inside[0], inside[-1]) if inside else None


def mixed(sets: Iterator[Row], own: Iterator[list[Row]], share: float, rng: random.Random) -> Iterator[list[Row]]:
    """Questions with their passages: of our own writing for `share` of all, the others from the sets, of one passage each."""
    while True:
        yield next(own) if rng.random() < share else [next(sets)]


def batches(questions: Iterator[list[Row]], tokenizer: Tokenizer, rng: random.Random) -> Iterator[list[Group]]:
    """Batches of questions of like length, of 16 passages or one or two more, in random order."""
    coded = ([features(row, tokenizer) for row in rows] for rows in questions)
    made = (group for group in ([one for one in maybe if one] for maybe in coded) if group)
    while True:
        pool = sorted(islice(made, BATCH * POOL // 2), key=lambda group: max(len(ids) for ids, _, _ in group))
        cut: list[list[Group]] = [[]]
        for group in pool:
            if sum(map(len, cut[-1])) >= BATCH:
                cut.append([])
            cut[-1].append(group)
        rng.shuffle(cut)
        yield from cut


def main() -> None:
    """Command line; progress goes to stderr."""
    from transformers import BertForQuestionAnswering

    ask = argparse.ArgumentParser(description="Train the reader further.")
    ask.add_argument("--data", type=Path, required=True, help="folder with train/ and news/")
    ask.add_argument("--base", type=Path, required=True, help="folder of the reader to start from")
    ask.add_argument("--out", type=Path, required=True, help="folder for checkpoint, weights and exported reader")
    ask.add_argument("--minutes", type=float, default=60, help="time to train, earlier runs counted")
    ask.add_argument("--written-share", type=float, default=0.6, help="share of rows from app/written")
    ask.add_argument("--frozen-layers", type=int, default=0, help="first layers that stay as they are, which is faster")
    ask.add_argument("--threads", type=int, default=2, help="CPU threads")
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    held = given.base / "drcd_held_out.json"
    asked, news = read_sets(given.data, set(json.loads(held.read_text(encoding="utf-8"))) if held.exists() else set())
    log.info("%d questions, %d articles, %s", len(asked), len(news), device)
    dry = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}  # too small to learn by heart, and a quarter faster
    model = BertForQuestionAnswering.from_pretrained(given.base, dtype=torch.float32, attn_implementation="sdpa", **dry).to(device)
    freeze(model, given.frozen_layers)
    state = given.out / "state" / "facts.json"
    seed = int(json.loads(state.read_text(encoding="utf-8"))["step"]) if state.exists() else 0
    torch.manual_seed(seed)
    rng = random.Random(seed)
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    sets = mixture(asked, news, Words(given.out / "cache"), rng)
    stream = batches(mixed(sets, groups(written(), rng), given.written_share, rng), tokenizer, rng)
    stream = chain([next(stream)], stream)  # the first batch is slow, it indexes the articles: before the time counts
    padding = model.config.pad_token_id
    facts = train(
        model, optimiser_of(model), lambda: step_of(model, next(stream), given.threads, padding), given.out, given.minutes, RATE, SAVE_EVERY
    )
    model.save_pretrained(given.out / "model")
    (given.out / "model" / "tokenizer.json").write_bytes((given.base / "tokenizer.json").read_bytes())
    size = export(given.out / "model", given.out / "onnx")
    (given.out / "onnx" / "README.md").write_text(card(facts, len(asked), len(news), size, given.written_share), encoding="utf-8")
    log.info("done: %d steps", facts["step"])


if __name__ == "__main__":
    main()
