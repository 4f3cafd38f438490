"""A graph in float form and some texts in, the largest magnitude of every channel before each matrix out.

In: a `Built` of the form `float`, and token numbers of texts such as it will meet (a few dozen suffice: which channels run high hardly
depends on the text). Out: for each matrix, by its name, float32 [in].

It does not know what the numbers are used for, nor where the texts come from.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper

from index.onnx_export import Built


def measure(built: Built, texts: Iterable[Sequence[int]]) -> dict[str, npt.NDArray[np.float32]]:
    """Run the texts one by one and keep the peaks. Raises ValueError when there is no text."""
    import onnxruntime

    model = onnx.ModelProto()
    model.CopyFrom(built.model)
    names = sorted(set(built.sites.values()))
    model.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    peaks: dict[str, npt.NDArray[np.float32]] = {}
    for numbers in texts:
        ids = np.array([numbers], dtype=np.int64)
        outputs = session.run(names, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
        for name, values in zip(names, outputs, strict=True):
            high = np.abs(values[0]).max(axis=0)
            peaks[name] = np.maximum(peaks[name], high) if name in peaks else high
    if not peaks:
        raise ValueError("no text to measure the peaks of channels with: need at least one")
    return {site: peaks[name] for site, name in built.sites.items()}
