"""All dialects by name.

Where a template's calls are read by several and written by none, the first is taken for it.
"""

from __future__ import annotations

from rejoinder.chat.dialects.base import Dialect
from rejoinder.chat.dialects.cohere import Command, CommandR, North
from rejoinder.chat.dialects.deepseek import DeepSeekV3, DeepSeekV31
from rejoinder.chat.dialects.dsml import DeepSeekV4, DeepSeekV32
from rejoinder.chat.dialects.functionary import Functionary31
from rejoinder.chat.dialects.functionary32 import Functionary32
from rejoinder.chat.dialects.gemma import Gemma4
from rejoinder.chat.dialects.generic import Generic, Plain
from rejoinder.chat.dialects.gigachat import GigaChat3, GigaChat31
from rejoinder.chat.dialects.glm import Glm, GlmDense
from rejoinder.chat.dialects.harmony import Harmony
from rejoinder.chat.dialects.hermes import Hermes
from rejoinder.chat.dialects.hunyuan import Hunyuan3
from rejoinder.chat.dialects.json_lists import (
    Apertus,
    Firefunction,
    Granite,
    Nemotron,
    Phi4Mini,
    ToolCallsList,
)
from rejoinder.chat.dialects.kimi import KimiK2
from rejoinder.chat.dialects.kimi_k3 import KimiK3
from rejoinder.chat.dialects.llama_json import LlamaJson
from rejoinder.chat.dialects.mini import Mini
from rejoinder.chat.dialects.minicpm import MiniCpm5
from rejoinder.chat.dialects.minimax import MiniMaxM1, MiniMaxM2
from rejoinder.chat.dialects.mistral import Mistral, MistralIds, MistralList, MistralSpacedList
from rejoinder.chat.dialects.pythonic import Lfm2, Llama4, Olmo3, Pythonic
from rejoinder.chat.dialects.qwen_coder import QwenCoder, SeedOss
from rejoinder.chat.dialects.solar import Solar

DIALECTS: dict[str, Dialect] = {
    dialect.name: dialect
    for dialect in (
        Mini(),
        Hermes(),
        LlamaJson(),
        MistralList(),
        MistralSpacedList(),
        Mistral(),
        MistralIds(),
        DeepSeekV3(),
        DeepSeekV31(),
        DeepSeekV32(),
        DeepSeekV4(),
        KimiK2(),
        KimiK3(),
        QwenCoder(),
        SeedOss(),
        Glm(),
        GlmDense(),
        Hunyuan3(),
        MiniMaxM1(),
        MiniMaxM2(),
        MiniCpm5(),
        Pythonic(),
        Llama4(),
        Lfm2(),
        Olmo3(),
        Granite(),
        Phi4Mini(),
        Nemotron(),
        ToolCallsList(),
        Firefunction(),
        Apertus(),
        Command(),
        North(),
        CommandR(),
        Functionary31(),
        Functionary32(),
        Solar(),
        Harmony(),
        Gemma4(),
        GigaChat3(),
        GigaChat31(),
        Generic(),
        Plain(),
    )
}
