"""Builds the CPU graph of a BERT-type encoder: matrix products in 8-bit whole numbers, the rest in floats.

The only file that touches onnx. All scales are fixed when the graph is built, by what the float
model computes for `calibration.txt`, so a text's vector never depends on what else is in its batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.embedder import MIDDLE_LAYER, Vectors
from retrieval.encoder_weights import Encoder

# The graph's inputs (numbers of word pieces; 1 for a piece, 0 for padding), of shape (b, n), and outputs.
PIECES, MASK = "pieces", "mask"
LAST, MIDDLE = "last", "middle"

# Xiao et al. (2023), "SmoothQuant": how much of an input channel's range its weights take over. Theirs is
# 0.5; of 0.5 to 0.9 this gave the vectors nearest to the float model's.
MIGRATION = 0.75
# Ranges are this much wider than any number seen while calibrating: other texts reach further.
HEADROOM = 1.1
# 7 bits: processors without VNNI add pairs of products in 16 bits, which 255 × 127 × 2 would overflow.
MAX_WEIGHT = 64
# Dettmers et al. (2022), "LLM.int8()": a few input channels reach so far that they would leave the others no
# precision. That many of each product, those that reach furthest, are multiplied in floats; of the first
# layer's last product all.
OUTLIERS = {"attention": 4, "mix": 0, "up": 4, "down": 16}
IN_FLOATS = frozenset({"layer.0.down"})

_MICROSOFT = "com.microsoft"
Attribute = str | int | float


@dataclass(slots=True)
class InputRange:
    """What one matrix product was fed: per channel the least, the greatest and the mean value."""

    least: Vectors
    greatest: Vectors
    total: Vectors
    count: int

    @classmethod
    def of(cls, values: Vectors) -> "InputRange":
        rows = values.reshape(-1, values.shape[-1])
        return cls(rows.min(axis=0), rows.max(axis=0), rows.sum(axis=0), len(rows))

    @property
    def reach(self) -> Vectors:
        return np.maximum(np.abs(self.least), np.abs(self.greatest))

    def without(self, channels: NDArray[np.int64]) -> "InputRange":
        kept = np.ones(len(self.least), dtype=np.float32)
        kept[channels] = 0
        return InputRange(self.least * kept, self.greatest * kept, self.total * kept, self.count)

    def joined(self, other: "InputRange") -> "InputRange":
        return InputRange(
            np.minimum(self.least, other.least),
            np.maximum(self.greatest, other.greatest),
            self.total + other.total,
            self.count + other.count,
        )


def build_float_graph(encoder: Encoder) -> tuple[bytes, dict[str, str]]:
    """Return the model as it is; its outputs are the inputs of its products, named here by product."""
    builder = _Builder(encoder)
    builder.build()
    return builder.serialise(list(builder.fed.values())), builder.fed


def build_graph(encoder: Encoder, ranges: Mapping[str, InputRange]) -> bytes:
    builder = _Builder(encoder, ranges)
    last, middle = builder.build()
    return builder.serialise([builder.name(last, LAST), builder.name(middle, MIDDLE)])


@dataclass(slots=True)
class _Builder:
    """The nodes and constants so far; every method returns the name of what its nodes compute."""

    encoder: Encoder
    ranges: Mapping[str, InputRange] = field(default_factory=dict)
    fed: dict[str, str] = field(default_factory=dict)
    _nodes: list[Any] = field(default_factory=list)
    _constants: list[Any] = field(default_factory=list)

    def build(self) -> tuple[str, str]:
        """Lay out all layers; return the states after the last and after the middle one."""
        states = [self._embed()]
        for layer in range(self.encoder.layers):
            states.append(self._layer(states[-1], layer))
        return states[-1], states[min(MIDDLE_LAYER, self.encoder.layers)]

    def serialise(self, outputs: Sequence[str]) -> bytes:
        from onnx import TensorProto, helper  # noqa: PLC0415  # only a first start needs it

        rows, pieces = "rows", "pieces_each"
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [
                helper.make_tensor_value_info(PIECES, TensorProto.INT64, [rows, pieces]),
                helper.make_tensor_value_info(MASK, TensorProto.INT32, [rows, pieces]),
            ],
            [helper.make_tensor_value_info(one, TensorProto.FLOAT, [rows, pieces, None]) for one in outputs],
            self._constants,
        )
        versions = [helper.make_opsetid("", 18), helper.make_opsetid(_MICROSOFT, 1)]
        return bytes(helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString())

    def name(self, value: str, name: str) -> str:
        return self._node("Identity", [value], output=name)

    def _embed(self) -> str:
        weight = self.encoder.weight
        # Half precision halves the largest table; the vectors do not notice.
        words = self._constant(weight("embeddings.word_embeddings.weight").astype(np.float16))
        places = weight("embeddings.position_embeddings.weight")
        places = places + weight("embeddings.token_type_embeddings.weight")[0]
        last = self._constant(np.array([1]))
        length = self._node("Gather", [self._node("Shape", [PIECES]), last])
        place = self._node("Slice", [self._constant(places), self._constant(np.array([0])), length])
        found = self._node("Cast", [self._node("Gather", [words, PIECES])], to=1)
        return self._normalised(found, place, name="embeddings.LayerNorm")

    def _layer(self, states: str, layer: int) -> str:
        prefix = f"encoder.layer.{layer}"
        joint = [f"{prefix}.attention.self.{name}" for name in ("query", "key", "value")]
        split = self._product(states, joint, name=f"layer.{layer}.attention")
        query, key, value = self._split(split)
        attended = self._node(
            "MultiHeadAttention",
            [query, key, value, "", MASK],
            domain=_MICROSOFT,
            num_heads=self.encoder.heads,
        )
        mixed = self._product(attended, [f"{prefix}.attention.output.dense"], name=f"layer.{layer}.mix")
        states = self._normalised(mixed, states, name=f"{prefix}.attention.output.LayerNorm")
        wide = self._product(states, [f"{prefix}.intermediate.dense"], name=f"layer.{layer}.up")
        active = self._node("Gelu", [wide], domain=_MICROSOFT)
        narrow = self._product(active, [f"{prefix}.output.dense"], name=f"layer.{layer}.down")
        return self._normalised(narrow, states, name=f"{prefix}.output.LayerNorm")

    def _split(self, joint: str) -> list[str]:
        parts = [f"{joint}_{part}" for part in range(3)]
        self._add_node("Split", [joint], parts, axis=-1, num_outputs=3)
        return parts

    def _normalised(self, one: str, other: str, *, name: str) -> str:
        scale, shift = (self._constant(self.encoder.weight(f"{name}.{part}")) for part in ("weight", "bias"))
        total = self._node("Add", [one, other])
        return self._node("LayerNormalization", [total, scale, shift], axis=-1, epsilon=self.encoder.epsilon)

    def _product(self, states: str, layers: Sequence[str], *, name: str) -> str:
        """`states` times the weights of the layers side by side, plus their biases."""
        weights = np.concatenate([self.encoder.weight(f"{layer}.weight").T for layer in layers], axis=1)
        bias = np.concatenate([self.encoder.weight(f"{layer}.bias") for layer in layers])
        self.fed[name] = states
        seen = self.ranges.get(name)
        if seen is None or name in IN_FLOATS:
            product = self._node("MatMul", [states, self._constant(weights)])
            return self._node("Add", [product, self._constant(bias)])
        furthest = np.sort(np.argsort(-seen.reach)[: OUTLIERS[name.rpartition(".")[2]]])
        rest = weights.copy()
        rest[furthest] = 0
        product = self._whole_number_product(states, rest, bias, seen=seen.without(furthest))
        if not len(furthest):
            return product
        outliers = self._node("Gather", [states, self._constant(furthest)], axis=-1)
        return self._node(
            "Add", [product, self._node("MatMul", [outliers, self._constant(weights[furthest])])]
        )

    def _whole_number_product(self, states: str, weights: Vectors, bias: Vectors, *, seen: InputRange) -> str:
        smooth = _smoothing(seen, weights)
        low = min(0.0, float((seen.least / smooth).min()) * HEADROOM)
        high = max(0.0, float((seen.greatest / smooth).max()) * HEADROOM)
        scale = np.float32(max(high - low, 1e-12) / 255)
        zero = np.uint8(round(-low / float(scale)))
        rounded, steps = _rounded(weights * smooth[:, None])
        # What rounding the weights adds on average is known, and taken off.
        lost = (seen.total / seen.count / smooth) @ (weights * smooth[:, None] - rounded * steps)
        eased = self._node("Mul", [states, self._constant((1 / smooth).astype(np.float32))])
        step, origin = self._constant(np.array(scale)), self._constant(np.array(zero))
        return self._node(
            "MatMulIntegerToFloat",
            [
                self._node("QuantizeLinear", [eased, step, origin]),
                self._constant(rounded),
                step,
                self._constant(steps),
                origin,
                self._constant(np.zeros(len(steps), dtype=np.int8)),
                self._constant((bias + lost).astype(np.float32)),
            ],
            domain=_MICROSOFT,
        )

    def _constant(self, values: NDArray[Any]) -> str:
        from onnx import numpy_helper  # noqa: PLC0415  # as above

        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, kind: str, inputs: Sequence[str], *, output: str = "", **attributes: Attribute) -> str:
        output = output or f"{kind}_{len(self._nodes)}"
        self._add_node(kind, inputs, [output], **attributes)
        return output

    def _add_node(
        self, kind: str, inputs: Sequence[str], outputs: Sequence[str], **attributes: Attribute
    ) -> None:
        from onnx import helper  # noqa: PLC0415  # as above

        # The stubs take every attribute for one of make_node's own arguments.
        node = helper.make_node(kind, inputs, outputs, **attributes)  # type: ignore[arg-type]
        self._nodes.append(node)


def _smoothing(seen: InputRange, weights: Vectors) -> Vectors:
    """Return what to divide each input channel by, and multiply its weights with: their mean is 1."""
    reach = np.maximum(seen.reach, 1e-6)
    strength = np.maximum(np.abs(weights).max(axis=1), 1e-6)
    factors = reach**MIGRATION / strength ** (1 - MIGRATION)
    smooth: Vectors = (factors / np.exp(np.log(factors).mean())).astype(np.float32)
    return smooth


def _rounded(weights: Vectors) -> tuple[NDArray[np.int8], Vectors]:
    """Return whole numbers, and the step of each output channel that gives the weights back."""
    steps = np.abs(weights).max(axis=0) / MAX_WEIGHT
    steps = np.where(steps == 0, 1, steps).astype(np.float32)
    return np.clip(np.rint(weights / steps), -MAX_WEIGHT, MAX_WEIGHT).astype(np.int8), steps
