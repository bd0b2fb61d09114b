"""The network: a Qwen3-shaped decoder in plain torch, and greedy or sampled answers from it.

Sources: Qwen3 technical report (arXiv:2505.09388) for the shape: RMS norms on queries and
keys, grouped queries, SwiGLU, rotary positions, no biases; embeddings tied here. Queries,
keys and values are one matrix, gate and up another; export.py splits them again.
"""

# mypy: disallow-subclassing-any=False
# The types of torch are unknown where only the package is checked.

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class Shape:
    """Sizes of the network. The defaults are those of the released model."""

    vocab: int = 2048
    hidden: int = 256
    layers: int = 6
    heads: int = 4
    kv_heads: int = 2
    head_dim: int = 64
    ffn: int = 640
    max_positions: int = 2048
    rope_theta: float = 10000.0
    eps: float = 1e-6


class Norm(nn.Module):
    """RMS norm, computed in float32."""

    def __init__(self, size: int, eps: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        """Shape is kept."""
        wide = x.float()
        scale = torch.rsqrt(wide.square().mean(-1, keepdim=True) + self.eps)
        normed: Tensor = (wide * scale).to(x.dtype) * self.weight.to(x.dtype)
        return normed


def rotary_tables(shape: Shape, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Cosines and sines, each [max_positions, head_dim]."""
    steps = torch.arange(0, shape.head_dim, 2, dtype=torch.float32) / shape.head_dim
    angles = torch.outer(
        torch.arange(shape.max_positions, dtype=torch.float32), shape.rope_theta**-steps
    )
    angles = torch.cat((angles, angles), dim=-1)
    return angles.cos().to(dtype), angles.sin().to(dtype)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Turn each half-split pair of x [..., head_dim] by its position's angle."""
    first, second = x.chunk(2, dim=-1)
    return x * cos + torch.cat((-second, first), dim=-1) * sin


def attention(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> Tensor:
    """Grouped-query attention; causal where mask is None.

    Shapes: q [rows, heads, length, dim]; k and v [rows, kv_heads, seen, dim]; mask, True where
    a query may look, [rows, 1, length, seen]. Returns [rows, heads, length, dim].

    Written out because the fused CPU kernel is five times slower, forward and backward
    together, on rows of 64 tokens, which is what most conversations are.
    """
    rows, heads, length, dim = q.shape
    groups, seen = k.shape[1], k.shape[2]
    scores = q.reshape(rows, groups, -1, dim) @ k.transpose(2, 3) * dim**-0.5
    scores = scores.view(rows, heads, length, seen)
    if mask is None:
        mask = torch.ones(length, seen, dtype=torch.bool).tril()
    weights = scores.masked_fill(~mask, float("-inf")).softmax(-1)
    mixed: Tensor = weights.view(rows, groups, -1, seen) @ v
    return mixed.view(rows, heads, length, dim)


class Block(nn.Module):
    """Attention and feed-forward, each on a normed copy of the stream."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        width = (shape.heads + 2 * shape.kv_heads) * shape.head_dim
        self.attention_norm = Norm(shape.hidden, shape.eps)
        self.qkv = nn.Linear(shape.hidden, width, bias=False)
        self.q_norm = Norm(shape.head_dim, shape.eps)
        self.k_norm = Norm(shape.head_dim, shape.eps)
        self.out = nn.Linear(shape.heads * shape.head_dim, shape.hidden, bias=False)
        self.ffn_norm = Norm(shape.hidden, shape.eps)
        self.gate_up = nn.Linear(shape.hidden, 2 * shape.ffn, bias=False)
        self.down = nn.Linear(shape.ffn, shape.hidden, bias=False)

    def _attend(
        self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None, cache: list[Tensor] | None
    ) -> Tensor:
        s, (rows, length, _) = self.shape, x.shape
        q, k, v = self.qkv(x).split(
            [s.heads * s.head_dim, s.kv_heads * s.head_dim, s.kv_heads * s.head_dim], dim=-1
        )
        q = rotate(self.q_norm(q.view(rows, length, s.heads, s.head_dim)), cos, sin).transpose(1, 2)
        k = rotate(self.k_norm(k.view(rows, length, s.kv_heads, s.head_dim)), cos, sin).transpose(
            1, 2
        )
        v = v.view(rows, length, s.kv_heads, s.head_dim).transpose(1, 2)
        if cache is not None:
            if cache:
                k, v = torch.cat((cache[0], k), dim=2), torch.cat((cache[1], v), dim=2)
            cache[:] = [k, v]
        y = attention(q, k, v, mask)
        out: Tensor = self.out(y.transpose(1, 2).reshape(rows, length, s.heads * s.head_dim))
        return out

    def forward(
        self, x: Tensor, cos: Tensor, sin: Tensor, mask: Tensor | None, cache: list[Tensor] | None
    ) -> Tensor:
        """x [rows, length, hidden] -> the same shape."""
        x = x + self._attend(self.attention_norm(x), cos, sin, mask, cache)
        gate, up = self.gate_up(self.ffn_norm(x)).chunk(2, dim=-1)
        down: Tensor = self.down(F.silu(gate) * up)
        return x + down


class Mini(nn.Module):
    """The whole network."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embed = nn.Embedding(shape.vocab, shape.hidden)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.norm = Norm(shape.hidden, shape.eps)
        self._tables: tuple[Tensor, Tensor] | None = None

    def start(self, seed: int) -> None:
        """Fresh weights. Projections back into the stream start at nought (arXiv:2203.03466)."""
        generator = torch.Generator().manual_seed(seed)
        for name, weight in self.named_parameters():
            if name == "embed.weight":
                nn.init.normal_(weight, std=0.02, generator=generator)
            elif weight.ndim == 2 and (".out." in name or ".down." in name):
                nn.init.zeros_(weight)
            elif weight.ndim == 2:
                nn.init.normal_(weight, std=0.5 * weight.shape[1] ** -0.5, generator=generator)

    def states(
        self,
        ids: Tensor,
        positions: Tensor | None = None,
        mask: Tensor | None = None,
        caches: list[list[Tensor]] | None = None,
    ) -> Tensor:
        """ids [rows, length] -> final states [rows, length, hidden]. Causal where mask is None."""
        x = self.embed(ids)
        if self._tables is None or self._tables[0].dtype != x.dtype:
            self._tables = rotary_tables(self.shape, x.dtype)
        cos, sin = self._tables
        if positions is None:
            cos, sin = cos[: ids.shape[1], None], sin[: ids.shape[1], None]
        else:
            cos, sin = cos[positions].unsqueeze(2), sin[positions].unsqueeze(2)
        for i, block in enumerate(self.blocks):
            x = block(x, cos, sin, mask, None if caches is None else caches[i])
        final: Tensor = self.norm(x)
        return final

    def logits(self, states: Tensor) -> Tensor:
        """States [..., hidden] -> logits [..., vocab], float32."""
        return F.linear(states, self.embed.weight).float()


def _choose(logits: Tensor, temperature: float, top_k: int, generator: torch.Generator) -> Tensor:
    if temperature == 0:
        return logits.argmax(-1)
    best = logits.topk(top_k, dim=-1)
    drawn = torch.multinomial((best.values / temperature).softmax(-1), 1, generator=generator)
    return best.indices.gather(1, drawn).squeeze(1)


def answer(
    model: Mini,
    prompts: list[list[int]],
    *,
    stop: int,
    max_tokens: int = 64,
    temperature: float = 0.0,
    top_k: int = 50,
    seed: int = 0,
) -> list[list[int]]:
    """Token ids of one answer per prompt, without the stop token."""
    rows, longest = len(prompts), max(map(len, prompts))
    pads = torch.tensor([longest - len(p) for p in prompts])
    ids = torch.tensor([[0] * (longest - len(p)) + p for p in prompts])
    generator = torch.Generator().manual_seed(seed)
    caches: list[list[Tensor]] = [[] for _ in model.blocks]
    answers: list[list[int]] = [[] for _ in prompts]
    alive = torch.arange(rows)
    done = torch.zeros(rows, dtype=torch.bool)
    columns = torch.arange(longest)
    positions = (columns[None] - pads[:, None]).clamp(min=0)
    seen = columns[None, None] <= columns[:, None]
    mask = seen & (
        (columns[None, None] >= pads[:, None, None]) | torch.eye(longest, dtype=torch.bool)
    )
    with torch.no_grad():
        for _ in range(max_tokens):
            states = model.states(ids, positions, mask[:, None], caches)
            chosen = _choose(model.logits(states[:, -1]), temperature, top_k, generator)
            done |= chosen == stop
            for row, token, ended in zip(
                alive.tolist(), chosen.tolist(), done.tolist(), strict=True
            ):
                if not ended:
                    answers[row].append(token)
            if bool(done.all()):
                break
            ids, positions = chosen[:, None], positions[:, -1:] + 1
            mask = torch.cat((mask[:, -1:], torch.ones(len(alive), 1, 1, dtype=torch.bool)), dim=2)
            if int(done.sum()) > len(done) // 4:
                # Answers that have ended need no more work; most end long before the longest.
                going = (~done).nonzero().squeeze(1)
                ids, positions, mask, alive = (
                    ids[going],
                    positions[going],
                    mask[going],
                    alive[going],
                )
                caches = [[part[going] for part in cache] for cache in caches]
                done = done[going]
    return answers
