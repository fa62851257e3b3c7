"""Which node a name of the model means: as the rules resolved it, else as the lexicons have it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from kg.data import lexicons
from kg.data.regions import region_ids
from kg.data.schema import node_types
from kg.llm.answer import SaidEntity
from kg.model import Entity, EntityType, Extraction

LONGEST = 60
_QUOTES = re.compile(r"[《》“”\"「」『』]+")
_TAIL = re.compile(r"(产业集群|产业链|产业|行业|集群|领域)$")
# What a name may not hold: control characters and halves of surrogate pairs.
_ODD = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]")

Key = tuple[EntityType, str]


class Names:
    """The entities of one document by the names and forms that the rules found for them."""

    def __init__(self, extraction: Extraction) -> None:
        """Index the mentions and the home region of ``extraction``."""
        counts: dict[Key, Counter[Entity]] = defaultdict(Counter)
        for mention in extraction.mentions:
            entity = mention.entity
            counts[entity.type, mention.text][entity] += 1
            counts[entity.type, entity.name][entity] += 1
        if extraction.home:
            counts["Region", extraction.home.region.name][extraction.home.region] += 1
        self._known = {key: found.most_common(1)[0][0] for key, found in counts.items()}
        self.ids = {entity.id for entity in self._known.values()}

    def entity(self, said: SaidEntity) -> Entity | None:
        """The entity that ``said`` means; None for what can be no name."""
        name = _QUOTES.sub("", said.name).strip()
        if not 1 < len(name) <= LONGEST or _ODD.search(name):
            return None
        # Only a region goes by its other forms too: there the rules know which 朝阳 it is.
        forms = (name, *said.forms) if said.type == "Region" else (name, _TAIL.sub("", name))
        for form in forms:
            found = self._known.get((said.type, form)) or _listed().get((said.type, form))
            if found:
                return found
        kind = said.kind if said.kind in node_types()[said.type].kinds else ""
        return Entity(f"{said.type.lower()}:{name}", said.type, name, kind)


@cache
def _listed() -> Mapping[Key, Entity]:
    """Entities of the lexicons by name and alias; short names of divisions if they are unique."""
    found: dict[Key, Entity] = {
        ("Region", name): Entity(key, "Region", name, kind)
        for name, (key, kind) in region_ids().items()
    }
    shorts = Counter(form for d in lexicons.divisions() for form in (d.short, *d.aliases))
    for d in lexicons.divisions():
        forms = [form for form in (d.short, *d.aliases) if shorts[form] == 1]
        _add(found, forms, Entity(f"region:{d.adcode}", "Region", d.name, d.level))
    for f in lexicons.functional_regions():
        _add(found, f.aliases, Entity(f"region:{f.name}", "Region", f.name, f.kind))
    for s in lexicons.strategies():
        _add(found, (s.name, *s.aliases), Entity(f"strategy:{s.name}", "Strategy", s.name, s.kind))
    for i in lexicons.industries():
        _add(found, (i.name, *i.aliases), Entity(f"industry:{i.name}", "Industry", i.name, i.kind))
    for o in lexicons.organizations():
        made = Entity(f"organization:{o.name}", "Organization", o.name, o.kind)
        _add(found, (o.name, *o.aliases), made)
    return found


def _add(found: dict[Key, Entity], forms: Iterable[str], entity: Entity) -> None:
    for form in forms:
        if len(form) > 1:
            found.setdefault((entity.type, form), entity)
