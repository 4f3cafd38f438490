"""One step of training: a batch of questions in, gradients and their loss out; and the optimiser that takes the step.

A question comes with one or more passages. Half of its loss is each passage's own (start and end against the passage's other tokens and "no
answer", position 0); the other half is one choice over all its passages at once, as the product makes it (Clark and Gardner 2018, shared
normalisation): a token scores its logit less that of position 0 of its passage, and "no answer anywhere" scores 0.

On the CPU each thread works on parts of a few questions by itself, in half precision only where the processor multiplies in it. It does not
know what the questions are about.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import torch
from torch.nn.functional import cross_entropy

PART = 1  # questions a thread takes at once: their passages are few or many, and no thread should wait for another
RATE, DECAY = 4e-5, 0.01  # peak learning rate; weight decay of matrices
CPU_HAS_BF16 = torch.backends.cpu.get_cpu_capability() not in ("DEFAULT", "AVX2")  # emulated, it is ten times slower than float32
Features = tuple[list[int], int, int]  # token numbers, start token, end token
Group = Sequence[Features]  # the passages of one question, of which one at most has the answer


def backward(model: torch.nn.Module, part: Sequence[Group], questions: int, device: str, padding: int) -> float:
    """Add the gradients of some of a batch's `questions`; returns their share of the batch's loss (mean of start and end)."""
    rows = [row for group in part for row in group]
    width = max(len(ids) for ids, _, _ in rows)
    ids = torch.tensor([row + [padding] * (width - len(row)) for row, _, _ in rows], device=device)
    mask = (ids != padding).long()
    with torch.autocast(device, dtype=torch.bfloat16, enabled=device != "cpu" or CPU_HAS_BF16):
        out = model(input_ids=ids, attention_mask=mask)
    targets = torch.tensor([[start, end] for _, start, end in rows], device=device)
    sizes = [len(group) for group in part]
    loss = torch.zeros((), device=device)
    for side, name in enumerate(("start_logits", "end_logits")):
        logits = out[name].float().masked_fill(mask == 0, -1e4)
        for of_group, wanted in zip(torch.split(logits, sizes), torch.split(targets[:, side], sizes), strict=True):
            loss = loss + (cross_entropy(of_group, wanted) + over_passages(of_group, wanted)) / 4 / questions
    loss.backward()  # type: ignore[no-untyped-call]
    return float(loss.detach())


def over_passages(logits: torch.Tensor, wanted: torch.Tensor) -> torch.Tensor:
    """Minus the log probability of the wished token of one question among all tokens [passages, tokens] and "no answer anywhere"; for a
    question of one passage this is the cross entropy of that passage."""
    over_none = (logits - logits[:, :1])[:, 1:]
    scores = torch.cat([over_none.new_zeros(1), over_none.flatten()])
    passage = int(wanted.argmax())
    place = 0 if not wanted.any() else 1 + passage * over_none.shape[1] + int(wanted[passage]) - 1
    return -scores.log_softmax(dim=0)[place]


def step_of(model: torch.nn.Module, batch: list[Group], threads: int, padding: int) -> float:
    """Gradients of a whole batch; returns its loss. On the CPU each thread works on one question at a time, which stands
    other programs beside it far better than threads that share every multiplication."""
    device = next(model.parameters()).device.type
    if device != "cpu":
        return backward(model, batch, len(batch), device, padding)
    return per_thread(batch, PART, threads, lambda part: backward(model, part, len(batch), device, padding))


def per_thread(batch: list[Any], size: int, threads: int, work: Callable[[list[Any]], float]) -> float:
    """The sum of `work` over parts of `size` each, every part on one of some threads."""
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
