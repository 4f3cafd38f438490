"""News and a reader's weights in, the judge of "does this line go on with that one" out (`corpus/continues.py`).

    python -m eval.train_joiner --data DIR --base DIR --out DIR --minutes 60

`--data` holds news/*.jsonl.xz as in `eval/fit_joins.py`; `--base` is the folder of a BertForQuestionAnswering (safetensors) whose
first layers are where the training begins. Sentences are cut at any character; each end is held against its own continuation and
against the beginnings that n-grams find likeliest among some thirty others, or against others only. A run that is stopped goes on from
its checkpoint in `--out`, which holds at the end `model.onnx` and `tokenizer.json`. Articles whose id's sha256 is divisible by ten are
not learnt from.
"""

import argparse
import json
import logging
import random
from collections.abc import Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, gelu

from app.train_state import train
from app.train_step import per_thread
from corpus.continues import SEEN
from corpus.formats import sources
from corpus.grams import load_grams
from corpus.sentence import sentences
from eval.fit_joins import FILES, learnt
from index.onnx_export import build

LAYERS, HELD_AGAINST, WITHOUT = 4, 4, 0.25  # layers kept; beginnings beside one end; share of ends whose continuation is not among them
ENDS, RATE, SAVE_EVERY = 32, 1e-4, 200  # ends a step; peak learning rate; steps between checkpoints
FRESH, SHORTEST = 30, 300  # beginnings to choose from; characters of an article
log = logging.getLogger(__name__)
Case = tuple[str, list[str], int]  # an end, beginnings, and which continues it: from 1, or 0 for none


class Joiner(torch.nn.Module):
    """The first layers of a BERT body and one figure for each pair, for which every place has a vote."""

    def __init__(self, base: Path, layers: int = LAYERS) -> None:
        from transformers import BertForQuestionAnswering

        super().__init__()
        dry = {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
        self.bert = BertForQuestionAnswering.from_pretrained(base, dtype=torch.float32, attn_implementation="sdpa", **dry).bert
        self.bert.encoder.layer = self.bert.encoder.layer[:layers]
        self.bert.embeddings.word_embeddings.requires_grad_(False)
        self.vote = torch.nn.Linear(self.bert.config.hidden_size, self.bert.config.hidden_size)
        self.head = torch.nn.Linear(self.bert.config.hidden_size, 1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """[pairs]: log odds that the second text goes on with the first."""
        votes = gelu(self.vote(self.bert(input_ids=ids, attention_mask=mask).last_hidden_state)) * mask[..., None]
        odds: torch.Tensor = self.head(votes.sum(1) / mask.sum(1, keepdim=True))[:, 0]
        return odds


def articles(data: Path, rng: random.Random) -> Iterator[list[str]]:
    """Lines of articles to learn from, without end."""
    kept = []
    for name, share in zip(FILES, (1.0, 0.3, 0.4), strict=True):
        for source in sources(data / "news" / f"{name}.jsonl.xz"):
            if rng.random() < share and len(source.raw) >= SHORTEST and learnt(str(source.stated["id"])):
                kept.append((str(source.stated.get("title") or ""), source.raw[:3000]))
    log.info("%d articles", len(kept))
    while True:
        title, raw = rng.choice(kept)
        yield [title, *(line.strip() for line in raw.splitlines() if line.strip())]


def cuts(lines: list[str], rng: random.Random) -> tuple[list[tuple[str, str]], list[str], list[str]]:
    """Ends with their continuations, beginnings of sentences and paragraphs, and lines that end without a mark by right (the title)."""
    whole = [line[start:end] for line in lines[1:] for start, end in sentences(line, 0, len(line)) if end - start >= 10]
    drawn = rng.sample(whole, min(3, len(whole)))
    places = [(sentence, rng.randrange(2, len(sentence) - 2)) for sentence in drawn]
    openings = [line for line in lines[1:] if line] + rng.sample(whole, min(3, len(whole)))
    return [(s[:at], s[at:]) for s, at in places if s[at - 1] not in "。！？!?；;”"], openings, lines[:1] if lines[0] else []


def cases(stream: Iterator[list[str]], rng: random.Random) -> Iterator[Case]:
    """Ends beside beginnings that are hard to tell from the right one."""
    grams = load_grams()
    strangers: list[str] = []
    while True:
        broken, openings, headings = cuts(next(stream), rng)
        own = [start for _, start in broken] + rng.sample(openings, min(6, len(openings)))
        for end, start in [*broken, *((heading, "") for heading in headings if rng.random() < 0.3)]:
            others = [one for one in own if one != start] + rng.sample(strangers, min(len(strangers), FRESH - len(own)))
            tail = grams.coded(f"\n{end}"[-3:])
            runs = [(sum(grams.logs(tail, (run := grams.coded(one[:4])))) - sum(grams.logs([], run)), one) for one in others]
            hard = [one for _, one in sorted(runs, reverse=True)]
            if len(hard) < HELD_AGAINST:
                continue
            right = start != "" and rng.random() >= WITHOUT
            chosen = hard[:2] + rng.sample(hard[2:], HELD_AGAINST - 2 - right)
            yield end, ([start] if right else []) + chosen, int(right)
        strangers = (strangers + own)[-400:]


def loss_of(model: Joiner, tokenizer: Tokenizer, part: list[Case], ends: int) -> float:
    """Add the gradients of some of a step's `ends`; returns their share of its loss (cross entropy of which beginning, or none)."""
    coded = tokenizer.encode_batch([(end[-SEEN:], start[:SEEN]) for end, starts, _ in part for start in starts])
    odds = model(torch.tensor([one.ids for one in coded]), torch.tensor([one.attention_mask for one in coded]))
    table = torch.cat([torch.zeros(len(part), 1), odds.reshape(len(part), HELD_AGAINST)], 1)
    loss = cross_entropy(table, torch.tensor([right for _, _, right in part])) * len(part) / ends
    loss.backward()  # type: ignore[no-untyped-call]
    return float(loss.detach())


def step_of(model: Joiner, tokenizer: Tokenizer, stream: Iterator[Case], threads: int) -> float:
    """Gradients of a whole step; returns its loss."""
    batch = [next(stream) for _ in range(ENDS)]
    return per_thread(batch, ENDS // threads, threads, lambda part: loss_of(model, tokenizer, part, ENDS))


def export(model: Joiner, out: Path) -> int:
    """Write `model.onnx`; returns its size in bytes."""
    weights = {name.removeprefix("bert."): value.detach().numpy() for name, value in model.state_dict().items()}
    votes = (weights.pop("vote.weight"), weights.pop("vote.bias")), (weights.pop("head.weight"), weights.pop("head.bias"))
    size = model.bert.config
    graph = build(weights, heads=size.num_attention_heads, form="tokens8", votes=votes, epsilon=size.layer_norm_eps)
    return (out / "model.onnx").write_bytes(graph.SerializeToString())


def main() -> None:
    """Command line; progress goes to stderr."""
    ask = argparse.ArgumentParser(description="Train the judge of which line goes on with which.")
    ask.add_argument("--data", type=Path, required=True, help="folder with news/")
    ask.add_argument("--base", type=Path, required=True, help="folder of a reader, whose first layers are the start")
    ask.add_argument("--out", type=Path, required=True, help="folder for checkpoint and model")
    ask.add_argument("--minutes", type=float, default=60, help="time to train, earlier runs counted")
    ask.add_argument("--threads", type=int, default=2, help="CPU threads")
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    facts = given.out / "state" / "facts.json"
    rng = random.Random(json.loads(facts.read_text(encoding="utf-8"))["step"] if facts.exists() else 0)
    torch.manual_seed(0)
    model = Joiner(given.base)
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.enable_padding(pad_id=model.bert.config.pad_token_id, pad_token=tokenizer.id_to_token(model.bert.config.pad_token_id))
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=RATE, weight_decay=0.01)
    stream = cases(articles(given.data, rng), rng)
    train(
        model, optimiser, lambda: step_of(model, tokenizer, stream, given.threads), given.out, given.minutes, RATE, SAVE_EVERY
    )  # fmt: skip
    log.info("%.1f MB of graph", export(model, given.out) / 1e6)
    pieces = json.loads((given.base / "tokenizer.json").read_text(encoding="utf-8"))
    (given.out / "tokenizer.json").write_text(json.dumps(pieces, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


if __name__ == "__main__":
    main()
