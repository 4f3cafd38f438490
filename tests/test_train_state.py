"""A checkpoint comes back as it was, and one that was being written when the machine stopped is not taken for whole."""

import pytest
import torch

from app.train_state import resume, save, train


def made(seed):
    torch.manual_seed(seed)
    model = torch.nn.Linear(3, 2)
    return model, torch.optim.AdamW(model.parameters(), lr=0.1)


def trained(model, optimiser, steps):
    for step in range(steps):
        model(torch.full((1, 3), float(step + 1))).square().sum().backward()
        optimiser.step()
        optimiser.zero_grad()


@pytest.fixture
def saved(tmp_path):
    model, optimiser = made(1)
    trained(model, optimiser, 2)
    save(tmp_path, model, optimiser, {"step": 2, "seconds": 1.5})
    return tmp_path, model, optimiser


def test_training_goes_on_where_it_was_saved(saved):
    folder, model, optimiser = saved
    other, its = made(2)
    assert resume(folder, other, its) == {"step": 2, "seconds": 1.5}
    trained(model, optimiser, 2)
    trained(other, its, 2)
    assert torch.equal(model.weight, other.weight) and torch.equal(model.bias, other.bias)


def test_without_a_checkpoint_it_begins(tmp_path):
    assert resume(tmp_path, *made(1)) == {"step": 0, "seconds": 0.0}


def test_only_the_last_checkpoint_is_kept(saved):
    folder, model, optimiser = saved
    save(folder, model, optimiser, {"step": 3, "seconds": 2.0})
    assert sorted(path.name for path in folder.iterdir()) == ["facts.json", "model-3.safetensors", "moments-3.safetensors"]


def test_a_half_written_checkpoint_is_passed_over(saved):
    folder, _, _ = saved
    (folder / "model-9.safetensors").write_bytes(b"half")
    assert resume(folder, *made(2))["step"] == 2


def test_the_loop_steps_until_its_time_is_spent_and_counts_earlier_runs(tmp_path):
    model, optimiser = made(1)
    losses = []

    def step():
        loss = model(torch.ones(1, 3)).square().sum()
        loss.backward()
        losses.append(float(loss.detach()))
        return losses[-1]

    facts = train(model, optimiser, step, tmp_path, 0.01, 0.1, 5)
    assert facts["seconds"] >= 0.6 and facts["step"] == len(losses)
    assert losses[-1] < losses[0]
    assert train(model, optimiser, step, tmp_path, 0.01, 0.1, 5) == facts  # nothing is left to spend
