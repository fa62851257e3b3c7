"""Spellings by which a name is found: pinyin in full and by initials."""

from __future__ import annotations


def spellings(names: list[str]) -> list[str]:
    """Pinyin of each name, in full and as initials, without repeats: 深圳 -> shenzhen, sz."""
    from pypinyin import lazy_pinyin

    found: dict[str, None] = {}
    for name in names:
        syllables = [part.strip().lower() for part in lazy_pinyin(name, v_to_u=False)]
        found["".join(syllables)] = None
        found["".join(part[:1] for part in syllables)] = None
    return [spelling for spelling in found if spelling and spelling.isascii()]
