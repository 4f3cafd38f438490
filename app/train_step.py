"""One step of training: a batch of rows in, gradients and their loss out; and the optimiser that takes the step.

On the CPU each thread works on parts of a few rows by itself, in half precision only where the processor multiplies in it. It does not
know what the rows are about.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import torch
from torch.nn.functional import cross_entropy

PART = 4  # rows a thread takes at once
RATE, DECAY = 4e-5, 0.01  # peak learning rate; weight decay of matrices
CPU_HAS_BF16 = torch.backends.cpu.get_cpu_capability() not in ("DEFAULT", "AVX2")  # emulated, it is ten times slower than float32
Features = tuple[list[int], int, int]  # token numbers, start token, end token


def backward(model: torch.nn.Module, part: list[Features], rows: int, device: str, padding: int) -> float:
    """Add the gradients of some of a batch's `rows`; returns their share of the batch's loss (mean cross entropy of start and end)."""
    width = max(len(ids) for ids, _, _ in part)
    ids = torch.tensor([row + [padding] * (width - len(row)) for row, _, _ in part], device=device)
    mask = (ids != padding).long()
    with torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu" or CPU_HAS_BF16):
        out = model(input_ids=ids, attention_mask=mask)
    targets = torch.tensor([[start, end] for _, start, end in part], device=device)
    logits = [out[name].float().masked_fill(mask == 0, -1e4) for name in ("start_logits", "end_logits")]
    both = cross_entropy(logits[0], targets[:, 0]) + cross_entropy(logits[1], targets[:, 1])
    loss = both / 2 * len(part) / rows
    loss.backward()  # type: ignore[no-untyped-call]
    return float(loss.detach())


def step_of(model: torch.nn.Module, batch: list[Features], threads: int, padding: int) -> float:
    """Gradients of a whole batch; returns its loss. On the CPU each thread works on parts of four rows by itself, which stands
    other programs beside it far better than threads that share every multiplication."""
    device = next(model.parameters()).device.type
    if device != "cpu":
        return backward(model, batch, len(batch), device, padding)
    return per_thread(batch, PART, threads, lambda part: backward(model, part, len(batch), device, padding))


def per_thread(batch: list[Any], size: int, threads: int, work: Callable[[list[Any]], float]) -> float:
    """The sum of `work` over parts of `size` rows, each part on one of some threads."""
    parts = [batch[n : n + size] for n in range(0, len(batch), size)]
    with ThreadPoolExecutor(threads, initializer=torch.set_num_threads, initargs=(1,)) as pool:
        return sum(pool.map(work, parts))


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
