"""Spellings by which a name is found: pinyin in full and by initials.

The page spells names itself, syllable by syllable, from a table of the characters in the graph;
names that are read differently as a whole (重庆 is chongqing) come with their spelling.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache


def pinyin(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Syllable of each character, and the syllables of the names that it does not spell.

    Syllables of a name are joined by blanks: ``{"重": "zhong"}, {"重庆": "chong qing"}``.
    """
    table: dict[str, str] = {}
    special: dict[str, str] = {}
    for name in dict.fromkeys(names):
        alone = [_character(char) for char in name]
        syllables = _read(name) if any(map(_several, name)) else [sound for sound in alone if sound]
        if not syllables:
            continue
        table.update((char, sound) for char, sound in zip(name, alone, strict=True) if sound)
        if [sound for sound in alone if sound] != syllables:
            special[name] = " ".join(syllables)
    return table, special


def _read(name: str) -> list[str]:
    """Syllables of the Chinese characters of a name; other characters are left to the page."""
    from pypinyin import lazy_pinyin

    if not any(char > "\u2e7f" for char in name):
        return []
    read: list[str] = lazy_pinyin(name, errors="ignore", v_to_u=False)
    return read


@cache
def _several(char: str) -> bool:
    """Whether a character has more than one reading, so that the name decides."""
    from pypinyin.constants import PINYIN_DICT

    return "," in PINYIN_DICT.get(ord(char), "")


@cache
def _character(char: str) -> str:
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(char, errors="ignore", v_to_u=False))
