"""A step in parts on several threads is the step of the whole batch, and a question's passages stand in one choice."""

from math import exp, log

import torch

from app.train_step import backward, freeze, optimiser_of, over_passages, step_of

BATCH = [
    [([2, 7, 3, 9, 11, 3], 3, 4), ([2, 8, 3, 12, 3], 0, 0)], [([2, 6, 3, 5, 3], 3, 3)], [([2, 4, 3, 10, 9, 8, 3], 4, 5)],
    [([2, 9, 3, 4, 3], 0, 0), ([2, 9, 3, 5, 5, 3], 0, 0)],
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


def test_the_answer_competes_with_the_tokens_of_all_passages_and_with_no_answer() -> None:
    logits = torch.tensor([[1.0, 3.0, 0.0], [2.0, 1.0, 4.0]])
    others = exp(3 - 1) + exp(0 - 1) + exp(1 - 2) + exp(4 - 2)
    answered = float(over_passages(logits, torch.tensor([1, 0])))
    assert abs(answered + log(exp(3 - 1) / (1 + others))) < 1e-5
    assert abs(float(over_passages(logits, torch.tensor([0, 0]))) + log(1 / (1 + others))) < 1e-5


def test_one_passage_alone_is_its_own_cross_entropy() -> None:
    logits, wanted = torch.tensor([[1.0, 3.0, 0.5]]), torch.tensor([2])
    assert torch.allclose(over_passages(logits, wanted), torch.nn.functional.cross_entropy(logits, wanted), atol=1e-6)
