"""A model and its optimiser in, a checkpoint on disk out, and back: safetensors and JSON, nothing that runs code when read.

A checkpoint is whole or not there: the JSON that names its step is written last, by renaming, and older files go after that.
It does not know what is trained, nor on what.
"""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


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
