"""Clients for `kill_server.py`: they ask until the server dies, and remember all they were told.

Plain sockets: what counts is which bytes arrived before the end.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from random import Random
from typing import Any

import msgspec

MAX_TOKENS = 24


class Told(msgspec.Struct):
    """One request and what its client was told of its answer. tag: its `user`. num_received: pieces
    of text, of which each is a token or more. is_complete: the last byte arrived. text: why, where
    it was refused."""

    tag: str
    key: str
    stores: bool
    streams: bool
    max_tokens: int
    status: int = 0
    id: str = ""
    text: str = ""
    num_received: int = 0
    num_prompt: int = 0
    num_cached: int = 0
    num_completion: int = 0
    tokens_limit: int = 0
    tokens_left: int = 0
    is_complete: bool = False


class Client:
    """secret: its key's. name: different from every other's of the run."""

    def __init__(self, name: str, *, port: int, model: str, key: str, secret: str) -> None:
        self._name = name
        self._port = port
        self._model = model
        self._key = key
        self._secret = secret
        self._number = 0

    async def until_killed(self, random: Random) -> Sequence[Told]:
        """Ask again and again until there is nobody to ask."""
        all_told: list[Told] = []
        while True:
            told = self.next(
                stores=random.random() < 0.4,
                streams=random.random() < 0.6,
                max_tokens=random.randint(1, MAX_TOKENS),
            )
            all_told.append(told)
            try:
                await self.ask(told)
            except (OSError, asyncio.IncompleteReadError):
                return all_told

    def next(self, *, stores: bool, streams: bool, max_tokens: int) -> Told:
        self._number += 1
        return Told(f"{self._name}-{self._number}", self._key, stores, streams, max_tokens)

    async def ask(self, told: Told) -> None:
        """Raises OSError or IncompleteReadError where the connection ended before the answer."""
        body: dict[str, object] = {
            "model": self._model,
            "messages": [{"role": "user", "content": "Count."}],
            "max_completion_tokens": told.max_tokens,
            "user": told.tag,
            "store": told.stores,
            "stream": told.streams,
        }
        if told.stores:
            body["metadata"] = {"tag": told.tag}
        if told.streams:
            body["stream_options"] = {"include_usage": True}
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 20)
        try:
            writer.write(request("POST", "/v1/chat/completions", self._secret, body))
            await writer.drain()
            headers = await _head(reader, told)
            if told.status == 200 and told.streams:
                await _frames(reader, told)
            else:
                data = await reader.readexactly(int(headers["content-length"]))
                answer = json.loads(data)
                if told.status == 200:
                    _whole(answer, told)
                else:
                    told.text = answer["error"]["message"]
        finally:
            writer.close()


def request(method: str, path: str, secret: str, body: dict[str, object] | None = None) -> bytes:
    data = b"" if body is None else json.dumps(body).encode()
    head = (
        f"{method} {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {secret}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(data)}\r\n"
        "connection: close\r\n\r\n"
    )
    return head.encode() + data


async def get(port: int, path: str, secret: str) -> tuple[int, Any]:
    """Status and JSON."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    try:
        writer.write(request("GET", path, secret))
        told = Told("", "", stores=False, streams=False, max_tokens=0)
        headers = await _head(reader, told)
        return told.status, json.loads(await reader.readexactly(int(headers["content-length"])))
    finally:
        writer.close()


async def _head(reader: asyncio.StreamReader, told: Told) -> dict[str, str]:
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
    told.tokens_limit = int(headers.get("x-ratelimit-limit-tokens", 0))
    told.tokens_left = int(headers.get("x-ratelimit-remaining-tokens", 0))
    told.status = int(lines[0].split()[1])
    return headers


async def _frames(reader: asyncio.StreamReader, told: Told) -> None:
    """Lines between frames are sizes of HTTP's chunks, comments, and nothing."""
    while True:
        line = await reader.readuntil(b"\n")
        if not line.startswith(b"data: "):
            continue
        if line.strip() == b"data: [DONE]":
            told.is_complete = True
            return
        chunk = json.loads(line[6:])
        told.id = chunk["id"]
        for choice in chunk["choices"]:
            if text := choice["delta"].get("content"):
                told.text += text
                told.num_received += 1
        if chunk.get("usage"):
            _usage(chunk["usage"], told)


def _whole(body: dict[str, Any], told: Told) -> None:
    told.id = body["id"]
    told.text = body["choices"][0]["message"]["content"]
    told.num_received = 1
    _usage(body["usage"], told)
    told.is_complete = True


def _usage(usage: dict[str, Any], told: Told) -> None:
    told.num_prompt = usage["prompt_tokens"]
    told.num_cached = usage["prompt_tokens_details"]["cached_tokens"]
    told.num_completion = usage["completion_tokens"]
