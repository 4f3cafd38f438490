"""A step in parts on several threads is the step of the whole batch."""

import torch

from app.train_step import backward, freeze, optimiser_of, step_of

BATCH = [
    ([2, 7, 3, 9, 11, 3], 3, 4), ([2, 8, 3, 12, 3], 0, 0), ([2, 6, 3, 5, 3], 3, 3), ([2, 4, 3, 10, 9, 8, 3], 4, 5),
    ([2, 9, 3, 4, 3], 0, 0),
]  # fmt: skip


def small() -> torch.nn.Module:
    from transformers import BertConfig, BertForQuestionAnswering

    torch.manual_seed(0)
    config = BertConfig(vocab_size=16, hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32)
    return BertForQuestionAnswering(config).eval()


def gradients(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {name: weight.grad.clone() for name, weight in model.named_parameters() if weight.grad is not None}


def test_parts_on_threads_add_up_to_the_whole_batch() -> None:
    parts, whole = small(), small()
    loss = step_of(parts, BATCH, threads=2, padding=0)
    expected = backward(whole, BATCH, len(BATCH), "cpu", padding=0)
    assert abs(loss - expected) < 0.02
    for name, gradient in gradients(parts).items():
        assert torch.allclose(gradient, gradients(whole)[name], atol=0.02), name


def test_frozen_layers_and_the_table_of_pieces_get_no_gradient() -> None:
    model = small()
    freeze(model, 1)
    step_of(model, BATCH, threads=1, padding=0)
    touched = gradients(model)
    assert not any(name.startswith(("bert.embeddings", "bert.encoder.layer.0")) for name in touched)
    assert any(name.startswith("bert.encoder.layer.1") for name in touched)
    assert sum(len(group["params"]) for group in optimiser_of(model).param_groups) == len(touched)
