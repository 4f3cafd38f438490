"""Training data in, the fast form of the encoder out: one vector a piece, as `index/fast.py` reads it, with a model card.

    python -m index.train_fast --data DIR --out DIR [--minutes M] [--leave-out GOLD ...]

The table begins as the encoder's own vectors of single pieces, cut to their main directions and weighted by rarity. Then it learns from
pairs (`index/fast_pairs.py`): what is asked must be nearer to its own passage than to the other passages of the batch, and the other way
round. Uses a GPU when there is one. Killed, it goes on from its last checkpoint. Knows no index.
"""

import argparse
import json
import logging
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encode import SHIPPED, load_encoder, tokenizer
from index.fast import write_table
from index.fast_card import card
from index.fast_pairs import all_pairs, left_out

DIMENSIONS, BATCH, RATE, SHARPNESS = 256, 2048, 0.004, 20.0
KEPT_APART = 2048  # pairs to measure with
DROPPED = 0.3  # at most this share of what is asked is left out
RARE = 3e-4  # share of a piece in all text from which on it counts less than half
EVERY = 50  # steps between checkpoints
LINE_UP = 20_000  # texts tokenised at once
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Texts:
    """Pieces of texts one after another: text i is `ids[first[i]:first[i + 1]]`."""

    ids: NDArray[np.uint16]
    first: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.first) - 1

    def bags(self, rows: NDArray[np.int64], draw: np.random.Generator | None = None) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The pieces of some texts and where each begins; with `draw` some pieces of each are left out."""
        parts = [self.ids[self.first[row] : self.first[row + 1]] for row in rows.tolist()]
        if draw is not None:
            keep = 1 - DROPPED * draw.random(len(parts))
            parts = [part[draw.random(len(part)) < share] for part, share in zip(parts, keep, strict=True)]
        begins = np.concatenate([[0], np.cumsum([len(part) for part in parts])])[:-1]
        return np.concatenate(parts).astype(np.int64), begins.astype(np.int64)


def texts_of(texts: Sequence[str], cutter: Any) -> Texts:
    """Texts cut into pieces."""
    parts: list[NDArray[np.uint16]] = []
    for at in range(0, len(texts), LINE_UP):
        encoded = cutter.encode_batch_fast(list(texts[at : at + LINE_UP]), add_special_tokens=False)
        parts += [np.asarray(one.ids or [0], dtype=np.uint16) for one in encoded]
    return Texts(np.concatenate(parts), np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64))


def beginning(counts: NDArray[np.int64], cutter: Any) -> NDArray[np.float32]:
    """The encoder's vector of each piece alone, its main DIMENSIONS directions, weighted by RARE / (RARE + share of the piece)."""
    pieces = [str(cutter.id_to_token(number)).replace("▁", " ").strip() or "。" for number in range(cutter.get_vocab_size())]
    vectors = load_encoder(None, 2).encode_passages(pieces)
    vectors -= vectors.mean(axis=0)
    values, directions = np.linalg.eigh(vectors.T @ vectors)
    main: NDArray[np.float32] = vectors @ directions[:, np.argsort(-values)[:DIMENSIONS]].astype(np.float32)
    main /= np.maximum(np.linalg.norm(main, axis=1, keepdims=True), 1e-6)
    share = (counts / max(1, counts.sum())).astype(np.float32)
    weighted: NDArray[np.float32] = main * np.float32(0.1) * (RARE / (RARE + share))[:, None]
    return weighted


def prepared(data: Path, work: Path, gold: Sequence[Path]) -> tuple[Texts, Texts]:
    """Both sides of all pairs in pieces, shuffled; made once and kept in `work`."""
    names = [f"{side}-{part}.npy" for side in ("asked", "found") for part in ("ids", "first")]
    if not all((work / name).is_file() for name in names):
        draw = random.Random(0)
        pairs = list(all_pairs(data, left_out(gold), draw))
        draw.shuffle(pairs)
        log.info("%d pairs", len(pairs))
        cutter = tokenizer(SHIPPED)
        for side, column in (("asked", 0), ("found", 1)):
            made = texts_of([pair[column] for pair in pairs], cutter)
            np.save(work / f"{side}-ids.npy", made.ids, allow_pickle=False)
            np.save(work / f"{side}-first.npy", made.first, allow_pickle=False)
    loaded = [np.load(work / name, allow_pickle=False) for name in names]
    return Texts(loaded[0], loaded[1]), Texts(loaded[2], loaded[3])


class Trainer:
    """A table on its way. A checkpoint is one .npz file: the table, Adam's moments, the step and the seconds spent."""

    def __init__(self, work: Path, start: NDArray[np.float32] | None, seconds: float) -> None:
        """`start`: the table to begin with; None when there is a checkpoint. `seconds`: when to end."""
        import torch

        self.torch: Any = torch
        self.path, self.seconds = work / "checkpoint.npz", seconds
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.step, self.spent = 0, 0.0
        state: dict[str, Any] = {"table": start, "mean": None, "square": None}
        if start is None:
            state = dict(np.load(self.path, allow_pickle=False))
            self.step, self.spent = int(state["step"]), float(state["spent"])
        self.table = torch.tensor(state["table"], device=self.device, requires_grad=True)
        kept = [torch.zeros_like(self.table) if state[name] is None else torch.tensor(state[name]) for name in ("mean", "square")]
        self.mean, self.square = (moment.detach().to(self.device) for moment in kept)

    def vectors(self, bags: tuple[NDArray[np.int64], NDArray[np.int64]]) -> Any:
        """Unit vectors of bags of pieces."""
        ids, begins = (self.torch.from_numpy(part).to(self.device) for part in bags)
        total = self.torch.nn.functional.embedding_bag(ids, self.table, begins, mode="sum")
        return self.torch.nn.functional.normalize(total, dim=1)

    def learn(self, asked: Any, found: Any) -> float:
        """One step; returns the loss."""
        likeness = SHARPNESS * self.vectors(asked) @ self.vectors(found).T
        own = self.torch.arange(len(likeness), device=self.device)
        cross = self.torch.nn.functional.cross_entropy
        loss = (cross(likeness, own) + cross(likeness.T, own)) / 2
        loss.backward()
        self.step += 1
        with self.torch.no_grad():
            slope: Any = self.table.grad
            self.mean.mul_(0.9).add_(slope, alpha=0.1)
            self.square.mul_(0.999).addcmul_(slope, slope, value=0.001)
            size = (self.square / (1 - 0.999**self.step)).sqrt_().add_(1e-8)
            rate = RATE * min(1.0, self.step / 20) * max(0.02, 1 - self.spent / self.seconds)
            self.table.addcdiv_(self.mean / (1 - 0.9**self.step), size, value=-rate)
            self.table.grad = None
        return float(loss.detach())

    def save(self) -> None:
        """Write the checkpoint whole, then put it in its place."""
        aside = self.path.with_suffix(".tmp.npz")
        parts = {"table": self.table, "mean": self.mean, "square": self.square}
        arrays: dict[str, Any] = {name: part.detach().cpu().numpy() for name, part in parts.items()}
        np.savez(aside, step=np.int64(self.step), spent=np.float64(self.spent), **arrays, allow_pickle=False)
        aside.replace(self.path)


def first_found(trainer: Trainer, asked: Texts, found: Texts) -> float:
    """Share of the pairs kept apart whose passage is the nearest of them all."""
    rows = np.arange(KEPT_APART if len(asked) > 2 * KEPT_APART else len(asked) // 4)
    with trainer.torch.no_grad():
        likeness = trainer.vectors(asked.bags(rows)) @ trainer.vectors(found.bags(rows)).T
    return float((likeness.argmax(dim=1).cpu().numpy() == rows).mean())


def train(data: Path, out: Path, minutes: float, gold: Sequence[Path]) -> dict[str, Any]:
    """Train for so many minutes, those of earlier runs included, and write the folder; returns the facts of the card."""
    work = out / "work"
    work.mkdir(parents=True, exist_ok=True)
    asked, found = prepared(data, work, gold)
    cutter = tokenizer(SHIPPED)
    counts = np.bincount(found.ids, minlength=cutter.get_vocab_size())
    trainer = Trainer(work, None if (work / "checkpoint.npz").is_file() else beginning(counts, cutter), minutes * 60)
    before, apart = first_found(trainer, asked, found), min(KEPT_APART, len(asked) // 4)
    while trainer.spent < trainer.seconds:
        began, draw = time.monotonic(), np.random.default_rng(trainer.step)
        rows = draw.integers(apart, len(asked), min(BATCH, len(asked) - apart))
        loss = trainer.learn(asked.bags(rows, draw), found.bags(rows))
        trainer.spent += time.monotonic() - began
        if trainer.step % EVERY == 0:
            trainer.save()
            log.info("%d steps, %.0f s, loss %.3f, %.3f first", trainer.step, trainer.spent, loss, first_found(trainer, asked, found))
    trainer.save()
    write_table(out / "model", trainer.table.detach().cpu().numpy(), SHIPPED)
    facts = {
        "pairs": len(asked), "steps": trainer.step, "minutes": trainer.spent / 60, "batch": BATCH, "dimensions": DIMENSIONS,
        "begin_first": before, "first": first_found(trainer, asked, found),
    }  # fmt: skip
    (out / "model" / "README.md").write_text(card(facts), encoding="utf-8")
    return facts


def main() -> None:
    """Command line; progress goes to stderr."""
    ask = argparse.ArgumentParser(description="Train the fast form of the encoder.")
    ask.add_argument("--data", type=Path, required=True, help="folder with news/ and train/")
    ask.add_argument("--out", type=Path, required=True, help="folder for work/ (checkpoints) and model/")
    ask.add_argument("--minutes", type=float, default=8.0)
    ask.add_argument("--leave-out", type=Path, nargs="*", default=[], help="gold files whose articles are not trained on")
    given = ask.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    log.info(json.dumps(train(given.data, given.out, given.minutes, given.leave_out)))


if __name__ == "__main__":
    main()
