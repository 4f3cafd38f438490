"""A model and its optimiser in, a checkpoint on disk out, and back: safetensors and JSON, nothing that runs code when read.

A checkpoint is whole or not there: the JSON that names its step is written last, by renaming, and older files go after that.
`train` is the loop around that: steps until the time is spent. It does not know what is trained, nor on what.
"""

import json
import logging
import time
from collections.abc import Callable
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

WARM_UP = 100  # steps to reach the peak learning rate
SAY_EVERY = 25  # steps between two lines of the log
log = logging.getLogger(__name__)


def save(folder: Path, model: torch.nn.Module, optimiser: torch.optim.AdamW, facts: dict[str, float]) -> None:
    """A checkpoint: weights, the optimiser's moments, step and seconds spent; the JSON is written last, by renaming."""
    folder.mkdir(parents=True, exist_ok=True)
    moments = {
        f"{number}.{name}": value
        for number, state in optimiser.state_dict()["state"].items()
        for name, value in state.items()
        if isinstance(value, torch.Tensor)
    }
    step = int(facts["step"])
    save_file({name: value.contiguous() for name, value in model.state_dict().items()}, folder / f"model-{step}.safetensors")
    save_file(moments, folder / f"moments-{step}.safetensors")
    (folder / "facts.tmp").write_text(json.dumps(facts), encoding="utf-8")
    (folder / "facts.tmp").rename(folder / "facts.json")
    for old in folder.glob("mo*-*.safetensors"):
        if not old.stem.endswith(f"-{step}"):
            old.unlink()


def resume(folder: Path, model: torch.nn.Module, optimiser: torch.optim.AdamW) -> dict[str, float]:
    """Load the checkpoint if there is one; returns its facts, else those of a beginning."""
    if not (folder / "facts.json").exists():
        return {"step": 0, "seconds": 0.0}
    facts: dict[str, float] = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    step = int(facts["step"])
    model.load_state_dict(load_file(folder / f"model-{step}.safetensors"))
    state: dict[int, dict[str, torch.Tensor]] = {}
    for name, value in load_file(folder / f"moments-{step}.safetensors").items():
        number, part = name.split(".")
        state.setdefault(int(number), {})[part] = value
    optimiser.load_state_dict({"state": state, "param_groups": optimiser.state_dict()["param_groups"]})
    return facts


def train(
    model: torch.nn.Module, optimiser: torch.optim.AdamW, step: Callable[[], float], out: Path, minutes: float, peak: float, every: int
) -> dict[str, float]:
    """Steps (each adds its gradients and returns its loss) until `minutes` are spent, from the checkpoint in `out` if there is one, whose
    time counts; a checkpoint each `every` steps. The rate rises to `peak` and falls with the time, so a slow machine decays too."""
    facts = resume(out / "state", model, optimiser)
    model.train()
    began, before, running = time.monotonic(), facts["seconds"], 0.0
    while facts["seconds"] < 60 * minutes:
        rate = peak * min(1.0, (facts["step"] + 1) / WARM_UP) * max(0.01, 1 - facts["seconds"] / (60 * minutes))
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = step()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        facts = {"step": facts["step"] + 1, "seconds": before + time.monotonic() - began}
        running = 0.97 * running + 0.03 * loss
        if facts["step"] % SAY_EVERY == 0:
            log.info("step %d, %.1f minutes, loss %.3f", facts["step"], facts["seconds"] / 60, running)
        if facts["step"] % every == 0:
            save(out / "state", model, optimiser, facts)
    save(out / "state", model, optimiser, facts)
    return facts
