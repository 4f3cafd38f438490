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
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy

from app.export_reader import export
from app.train_card import card
from app.train_misses import Words
from app.train_rows import Asked, News, Row, mixture
from app.train_state import resume, save
from app.train_written import rows as written_rows
from app.train_written import written

TOKENS, BATCH, PART, POOL = 256, 16, 4, 40  # longest row in tokens; rows a step; rows a thread takes at once; batches sorted together
RATE, WARM_UP, DECAY = 2.5e-5, 100, 0.01  # peak learning rate; steps to reach it; weight decay of matrices
SAVE_EVERY = 300  # steps
NEWS_EACH = 12_000  # articles of each news file, evenly spread
CPU_HAS_BF16 = torch.backends.cpu.get_cpu_capability() not in ("DEFAULT", "AVX2")  # emulated, it is ten times slower than float32
log = logging.getLogger(__name__)
Features = tuple[list[int], int, int]  # token numbers, start token, end token


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


def mixed(sets: Iterator[Row], own: Iterator[Row], share: float, rng: random.Random) -> Iterator[Row]:
    """Rows of our own writing for `share` of all, the others from the sets."""
    while True:
        yield next(own if rng.random() < share else sets)


def batches(rows: Iterator[Row], tokenizer: Tokenizer, rng: random.Random) -> Iterator[list[Features]]:
    """Batches of rows of like length, in random order."""
    made = (one for one in (features(row, tokenizer) for row in rows) if one)
    while True:
        pool = sorted(islice(made, BATCH * POOL), key=lambda one: len(one[0]))
        cut = [pool[n : n + BATCH] for n in range(0, len(pool), BATCH)]
        rng.shuffle(cut)
        yield from cut


def backward(model: torch.nn.Module, part: list[Features], device: str, padding: int) -> float:
    """Add the gradients of some rows of a batch; returns their share of the batch's loss (mean cross entropy of start and end)."""
    width = max(len(ids) for ids, _, _ in part)
    ids = torch.tensor([row + [padding] * (width - len(row)) for row, _, _ in part], device=device)
    mask = (ids != padding).long()
    with torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu" or CPU_HAS_BF16):
        out = model(input_ids=ids, attention_mask=mask)
    targets = torch.tensor([[start, end] for _, start, end in part], device=device)
    logits = [out[name].float().masked_fill(mask == 0, -1e4) for name in ("start_logits", "end_logits")]
    both = cross_entropy(logits[0], targets[:, 0]) + cross_entropy(logits[1], targets[:, 1])
    loss = both / 2 * len(part) / BATCH
    loss.backward()  # type: ignore[no-untyped-call]
    return float(loss.detach())


def step_of(model: torch.nn.Module, batch: list[Features], threads: int, padding: int) -> float:
    """Gradients of a whole batch; returns its loss. On the CPU each thread works on parts of four rows by itself, which stands
    other programs beside it far better than threads that share every multiplication."""
    device = next(model.parameters()).device.type
    if device != "cpu":
        return backward(model, batch, device, padding)
    parts = [batch[n : n + PART] for n in range(0, len(batch), PART)]
    with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        return sum(pool.map(lambda part: backward(model, part, device, padding), parts))


def freeze(model: torch.nn.Module, layers: int) -> None:
    """The table of pieces stays as it is, and so do all embeddings and the first `layers` layers if there are any to keep."""
    model.get_submodule("bert.embeddings" if layers else "bert.embeddings.word_embeddings").requires_grad_(False)
    for number in range(layers):
        model.get_submodule(f"bert.encoder.layer.{number}").requires_grad_(False)


def optimiser_of(model: torch.nn.Module) -> torch.optim.AdamW:
    """AdamW with weight decay on matrices."""
    named = [(name, weight) for name, weight in model.named_parameters() if weight.requires_grad]
    decayed = [weight for name, weight in named if weight.ndim > 1]
    rest = [weight for name, weight in named if weight.ndim == 1]
    groups = [{"params": decayed, "weight_decay": DECAY}, {"params": rest, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=RATE, betas=(0.9, 0.98))


def train(
    model: torch.nn.Module, stream: Iterator[list[Features]], out: Path, minutes: float, threads: int, padding: int
) -> dict[str, float]:
    """Train until `minutes` are spent, earlier runs counted; the rate falls with the time, so a slow machine decays too."""
    optimiser = optimiser_of(model)
    facts = resume(out / "state", model, optimiser)
    model.train()
    batch = next(stream)  # the first one is slow: it indexes the articles
    began, before, running = time.monotonic(), facts["seconds"], 0.0
    while facts["seconds"] < 60 * minutes:
        rate = RATE * min(1.0, (facts["step"] + 1) / WARM_UP) * max(0.01, 1 - facts["seconds"] / (60 * minutes))
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = step_of(model, batch, threads, padding)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        facts = {"step": facts["step"] + 1, "seconds": before + time.monotonic() - began}
        running = 0.97 * running + 0.03 * loss
        batch = next(stream)
        if facts["step"] % 25 == 0:
            log.info("step %d, %.1f minutes, loss %.3f", facts["step"], facts["seconds"] / 60, running)
        if facts["step"] % SAVE_EVERY == 0:
            save(out / "state", model, optimiser, facts)
    save(out / "state", model, optimiser, facts)
    return facts


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
    model = BertForQuestionAnswering.from_pretrained(given.base, dtype=torch.float32, attn_implementation="eager").to(device)
    freeze(model, given.frozen_layers)
    state = given.out / "state" / "facts.json"
    seed = int(json.loads(state.read_text(encoding="utf-8"))["step"]) if state.exists() else 0
    torch.manual_seed(seed)
    rng = random.Random(seed)
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    sets = mixture(asked, news, Words(given.out / "cache"), rng)
    stream = batches(mixed(sets, written_rows(written(), rng), given.written_share, rng), tokenizer, rng)
    facts = train(model, stream, given.out, given.minutes, given.threads, model.config.pad_token_id)
    model.save_pretrained(given.out / "model")
    (given.out / "model" / "tokenizer.json").write_bytes((given.base / "tokenizer.json").read_bytes())
    size = export(given.out / "model", given.out / "onnx")
    (given.out / "onnx" / "README.md").write_text(card(facts, len(asked), len(news), size), encoding="utf-8")
    log.info("done: %d steps", facts["step"])


if __name__ == "__main__":
    main()
