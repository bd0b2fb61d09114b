"""What the fake server says: the fake model's words, or where asked for, a fixed call or JSON."""

from __future__ import annotations

import codecs
import json
import math
from collections.abc import Iterator
from typing import Any

from tests.conformance_suite.fake_model import PIECES, Token, Wanted, generate, logprobs

CONTEXT_TOKENS = 2048
# Says which parameters the model is shown, so that its answers depend on them.
SHOWN = ("tools", "functions", "reasoning_effort", "verbosity")


class Bad(Exception):
    """An error with a status."""

    def __init__(
        self, message: str, *, param: str | None = None, status: int = 400, code: str | None = None
    ) -> None:
        super().__init__(message)
        self.param = param
        self.status = status
        self.code = code


def render(request: dict[str, Any], faults: frozenset[str]) -> str:
    """The prompt. Plain content is written the same as a string and as one part."""
    lines = [
        " ".join(_words(message, faults))
        for message in request.get("messages", ())
        if f"drops.{message['role']}" not in faults
    ]
    lines += [
        f"{name} {json.dumps(request[name])}"
        for name in SHOWN
        if name in request and f"hides.{name}" not in faults
    ]
    return "\n".join(lines)


def _words(message: dict[str, Any], faults: frozenset[str]) -> Iterator[str]:
    yield message["role"]
    if "name" in message and "drops.name" not in faults:
        yield f"named {message['name']}"
    content = message.get("content") or ""
    parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
    if "drops.parts" in faults:
        parts = parts[:1]
    for part in parts:
        if f"drops.{part['type']}" not in faults:
            yield part["text"] if part["type"] == "text" else "picture sound file"
    if "drops.tool_calls" not in faults:
        yield json.dumps(message.get("tool_calls", ""))


def count(prompt: str) -> int:
    return len(prompt.split())


class Answering:
    """One request, answered. Everything is worked out before anything is said."""

    def __init__(self, request: dict[str, Any], id: str, faults: frozenset[str]) -> None:
        self.request = request
        self.id = "chatcmpl" if "shape.id" in faults else id
        self.faults = faults
        self.prompt = render(request, faults)
        self.num_prompt = min(count(self.prompt), CONTEXT_TOKENS)
        self.num_cached = 0
        asked = [request[one] for one in ("max_completion_tokens", "max_tokens") if one in request]
        self._max_tokens = min([*asked[:1], 400])
        self._calls = self._tool_calls()
        num = 1 if "n" in faults else request.get("n", 1)
        self._choices = [self._choice(index) for index in range(num)]

    # ------------------------------------------------------------ what is said

    def _choice(self, index: int) -> list[tuple[str, Token | None]]:
        """The answer as pieces of text, each with the token it came with."""
        fixed = self._fixed()
        if fixed is not None:
            return [(fixed[at : at + 4], None) for at in range(0, len(fixed), 4)]
        if "n.copies" in self.faults:
            index = 0
        if "n.order" in self.faults:
            index = self.request.get("n", 1) - index
        wanted = self._wanted()
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        tokens = generate(self.prompt + self._marked(), wanted, index)
        pieces: list[tuple[str, Token | None]] = []
        for at, token in enumerate(tokens):
            text = decoder.decode(PIECES[token.id], final=at == len(tokens) - 1)
            pieces.append((text, token))
        return pieces

    def _marked(self) -> str:
        """What changes the answer where a fault says that it should."""
        names = ("logprobs", "response_format", "modalities", "prediction", "stream")
        return "".join(
            f"{name}!"
            for name in names
            if name in self.request and f"changed_by.{name}" in self.faults
        )

    def _wanted(self) -> Wanted:
        request = self.request
        bias = {int(id): float(value) for id, value in request.get("logit_bias", {}).items()}
        if "bias.no_ban" in self.faults:
            bias = {id: max(value, 0.0) for id, value in bias.items()}
        if "bias.weak" in self.faults:
            bias = {id: max(min(value, 2.0), -2.0) for id, value in bias.items()}
        temperature = request.get("temperature", 0.0 if "default.greedy" in self.faults else 1.0)
        if "temperature.fixed" in self.faults and temperature:
            temperature = 0.8
        return Wanted(
            seed=request["seed"],
            max_tokens=self._max_tokens + ("length.over" in self.faults),
            temperature=temperature,
            top_p=request.get("top_p", 1.0),
            top_k=max(request.get("top_k", 50), 0),
            frequency_penalty=request.get("frequency_penalty", 0.0),
            presence_penalty=request.get("presence_penalty", 0.0),
            logit_bias=bias,
            faults=self.faults,
        )

    def _fixed(self) -> str | None:
        """JSON where it is asked for; nothing beside a call."""
        if self._calls:
            return ""
        kind = self.request.get("response_format", {}).get("type")
        if kind == "json_object" and "format.words" not in self.faults:
            return '{"colour": "blue", "depth": 4}'
        if kind == "json_schema":
            return '{"answer": "no"}' if "format.schema" in self.faults else '{"answer": "xq7"}'
        return None

    def _tool_calls(self) -> list[dict[str, Any]]:
        choice = self.request.get("tool_choice", "auto")
        tools = self.request.get("tools", [])
        if "tools.no_calls" in self.faults or (choice == "none" and "none" not in self.faults):
            return []
        if isinstance(choice, dict) and choice["type"] == "allowed_tools":
            names = [each["function"]["name"] for each in choice["allowed_tools"]["tools"]]
            if "allowed" not in self.faults:
                tools = [tool for tool in tools if tool[tool["type"]]["name"] in names]
        elif isinstance(choice, dict) and "named" not in self.faults:
            tools = [t for t in tools if t[t["type"]]["name"] == choice[choice["type"]]["name"]]
        elif self.request.get("parallel_tool_calls") is False and "parallel" not in self.faults:
            tools = tools[:1]
        return [self._call(index, tool) for index, tool in enumerate(tools[:2])]

    def _call(self, index: int, tool: dict[str, Any]) -> dict[str, Any]:
        name = tool[tool["type"]]["name"]
        if tool["type"] == "custom":
            custom = {"name": name, "input": "a thought"}
            return {"id": f"call_{index}", "type": "custom", "custom": custom}
        is_loose = "strict" in self.faults and tool["function"].get("strict")
        arguments = '{"answer": "maybe"}' if is_loose else '{"answer": "zk4"}'
        if "arguments" in self.faults:
            arguments = "zk4"
        function = {"name": name, "arguments": arguments}
        return {"id": f"call_{index}", "type": "function", "function": function}

    def _cut(self, index: int) -> tuple[str, str, list[Token]]:
        """The text up to a stop string, why it ended, and the tokens that were shown."""
        pieces = self._choices[index]
        text = "".join(piece for piece, _ in pieces)
        tokens = [token for _, token in pieces if token is not None]
        stops = self.request.get("stop", [])
        stops = [stops] if isinstance(stops, str) else stops
        if "stop.last" in self.faults:
            stops = stops[-1:]
        places = [text.index(stop) for stop in stops if stop in text]
        if self._calls:
            return "", "stop" if "calls.reason" in self.faults else "tool_calls", []
        if not places:
            return text, "length" if tokens else "stop", tokens
        end = min(places)
        if "stop.shown" in self.faults:
            end += max(len(stop) for stop in stops if text.startswith(stop, end))
        return text[:end], "length" if "stop.reason" in self.faults else "stop", tokens

    # ------------------------------------------------------------- as one object

    def whole(self) -> dict[str, Any]:
        choices = [self._whole_choice(index) for index in range(len(self._choices))]
        answer: dict[str, Any] = {
            "id": self.id,
            "object": "chat.completion",
            "created": 1,
            "model": self.request.get("model", "fake"),
            "choices": choices,
            "usage": self._usage(),
            "system_fingerprint": "" if "fingerprint" in self.faults else "fp_fake",
        }
        if "service_tier" in self.request and "tier" not in self.faults:
            answer["service_tier"] = self._tier
        if "moderation" in self.request and "moderation" not in self.faults:
            answer["moderation"] = {"input": {}}
        return answer

    @property
    def _tier(self) -> str:
        asked: str = self.request["service_tier"]
        if asked == "fast" and "tier.names" in self.faults:
            return "default"
        return {"auto": "default", "fast": "priority"}.get(asked, asked)

    def _whole_choice(self, index: int) -> dict[str, Any]:
        text, reason, tokens = self._cut(index)
        message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": None}
        if self._calls:
            message |= {"content": None, "tool_calls": self._calls}
        if "functions" in self.request and "function_call" not in self.faults:
            message["function_call"] = {**self.request.get("function_call", {}), "arguments": "{}"}
            message["function_call"].setdefault("name", "look_up")
            reason = "function_call"
        if "audio" in self.request.get("modalities", ()) and "audio" not in self.faults:
            message["audio"] = {"id": "a", "data": "AAAA", "expires_at": 1, "transcript": ""}
        if "web_search_options" in self.request and "search" not in self.faults:
            message["annotations"] = []
        if "shape.refusal" in self.faults:
            del message["refusal"]
        place = 0 if "n.index" in self.faults else index
        choice = {"index": place, "message": message, "finish_reason": reason}
        return {**choice, "logprobs": self._logprobs(tokens)}

    def _usage(self) -> dict[str, Any]:
        fixed = [len(pieces) for pieces in self._choices]
        num = fixed[0] if "n.usage" in self.faults else sum(fixed)
        num_prompt = 5 if "usage.prompt" in self.faults else self.num_prompt
        usage: dict[str, Any] = {
            "prompt_tokens": num_prompt,
            "completion_tokens": num,
            "total_tokens": num_prompt + num + ("usage.total" in self.faults),
            "prompt_tokens_details": {"cached_tokens": self.num_cached},
        }
        if "prediction" in self.request and "prediction" not in self.faults:
            usage["completion_tokens_details"] = {"accepted_prediction_tokens": num}
        return usage

    def _logprobs(self, tokens: list[Token]) -> dict[str, Any] | None:
        if not self.request.get("logprobs") and "logprobs.always" not in self.faults:
            return None
        content = [self._logprob(token) for token in tokens]
        return {"content": content} | ({} if "logprobs.shape" in self.faults else {"refusal": None})

    def _logprob(self, token: Token) -> dict[str, Any]:
        values = logprobs(token)
        if "logprobs.base" in self.faults:
            values = values / math.log(10)
        num = self.request.get("top_logprobs", 0)
        num += 1 if "logprobs.more" in self.faults and num else 0
        top = [int(id) for id in (-values).argsort(kind="stable")[:num]]
        if "logprobs.order" in self.faults:
            top[:2] = top[1::-1]
        entries = [_entry(id, float(values[id])) for id in top]
        chosen = _entry(token.id, float(values[token.id]))
        if "logprobs.bytes" in self.faults:
            chosen["bytes"] = [63]
        return {**chosen, "top_logprobs": entries}

    # --------------------------------------------------------------- as a stream

    def frames(self) -> Iterator[str]:
        options = self.request.get("stream_options", {})
        is_usage_wanted = options.get("include_usage", False)
        for number, chunk in enumerate(self._chunks()):
            if options.get("include_obfuscation", True) and "obfuscation" not in self.faults:
                chunk["obfuscation"] = "x" * (number % 7)
            if is_usage_wanted and "usage.no_null" not in self.faults:
                chunk["usage"] = None
            if "usage.unasked" in self.faults and chunk["choices"][0]["finish_reason"]:
                chunk["usage"] = self._usage()
            if "heading" in self.faults:
                chunk["created"] = number
            yield json.dumps(chunk)
        if is_usage_wanted and "usage.none" not in self.faults:
            yield json.dumps({**self._chunk([]), "usage": self._usage()})
        if "no_done" not in self.faults:
            yield "[DONE]"

    def _chunks(self) -> Iterator[dict[str, Any]]:
        for index in range(len(self._choices)):
            role = {} if "no_role" in self.faults else {"role": "assistant"}
            yield self._chunk([_delta(index, {**role, "content": ""})])
            yield from self._texts(index)
            reason = self._cut(index)[1]
            yield self._chunk([_delta(index, {}, reason)])
            if "finish_twice" in self.faults:
                yield self._chunk([_delta(index, {}, reason)])

    def _texts(self, index: int) -> Iterator[dict[str, Any]]:
        text, _, tokens = self._cut(index)
        for number, call in enumerate(self._calls if "stream.calls" not in self.faults else []):
            if call["type"] == "function":
                yield self._chunk([_delta(index, {"tool_calls": [{"index": number, **call}]})])
        if "stream.broken" in self.faults:
            text = "".join(PIECES[token.id].decode(errors="replace") for token in tokens)
        if "stream.stop" in self.faults:
            text = "".join(piece for piece, _ in self._choices[index])
        for at, (piece, token) in enumerate(self._choices[index]):
            shown, text = text[: len(piece)], text[len(piece) :]
            if at == len(self._choices[index]) - 1:
                shown += text  # what is longer than it was to be
            elif "lumps" in self.faults:
                text, shown = shown + text, ""
            if "stream.other" in self.faults and at == 3:
                shown += "?"
            delta = _delta(index, {"content": shown})
            if token is not None and "stream.no_logprobs" not in self.faults:
                delta["logprobs"] = self._logprobs([token])
            yield self._chunk([delta])

    def _chunk(self, choices: list[dict[str, Any]]) -> dict[str, Any]:
        kind = "chat.completion" if "stream.object" in self.faults else "chat.completion.chunk"
        is_told = "service_tier" in self.request and "tier.stream" not in self.faults
        tier = {"service_tier": self._tier} if is_told else {}
        return {
            "id": self.id,
            "object": kind,
            "created": 1,
            "model": self.request.get("model", "fake"),
            "system_fingerprint": "fp_fake",
            "choices": choices,
            **tier,
        }


def _delta(index: int, delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    return {"index": index, "delta": delta, "finish_reason": reason}


def _entry(id: int, logprob: float) -> dict[str, Any]:
    piece = PIECES[id]
    token = piece.decode(errors="replace")
    return {"token": token, "logprob": logprob, "bytes": list(piece)}
