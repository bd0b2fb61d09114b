"""All dialects by name."""

from __future__ import annotations

from rejoinder.chat.dialects.base import Dialect
from rejoinder.chat.dialects.generic import Generic, Plain
from rejoinder.chat.dialects.hermes import Hermes
from rejoinder.chat.dialects.llama_json import LlamaJson
from rejoinder.chat.dialects.mini import Mini

DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect for dialect in (Mini(), Hermes(), LlamaJson(), Generic(), Plain())
}
