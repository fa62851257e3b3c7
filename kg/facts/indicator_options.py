"""Whose figure it may be: what the rules chose beside all else that is near, as features.

A small model (``indicator`` in ``data/models/facts.json``) weighs the options; without it the
rules' choice stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.facts.indicator_groups import ABROAD, Group
from kg.facts.indicator_subjects import Subject, Tracker
from kg.facts.numbers import Quantity
from kg.model import Entity

MOST = 5  # groups of names of a sentence that are looked at, nearest first
SHARING = 3  # names that may share a figure; that of more is the sum (在京津冀等八地建设8个枢纽)


@dataclass(frozen=True, slots=True)
class Option:
    """Subjects that share a figure, whether by the rules' choice, and features."""

    subjects: tuple[Subject, ...]
    chosen: bool
    features: tuple[str, ...]


def options(
    tracker: Tracker, q: Quantity, clause: tuple[int, int], chosen: Sequence[Subject], name: str
) -> list[Option]:
    """Options for a figure in the tracker's sentence, the rules' own first.

    ``name`` is what was measured. ``chosen`` is empty where the rules find nobody.
    """
    how = chosen[0].how if chosen else "nobody"
    table: dict[tuple[str, ...], tuple[tuple[Subject, ...], list[str]]] = {}

    def add(subjects: Sequence[Subject], *features: str) -> None:
        if len(subjects) > SHARING:
            return
        key = tuple(sorted(s.entity.id for s in subjects))
        table.setdefault(key, (tuple(subjects), []))[1].extend(features)

    if chosen:
        add(chosen, f"rule={how}", f"rule={how}|{q.kind}")
    for rank, group in enumerate(_nearest(tracker.groups, q)[:MOST]):
        entities = [e for e in group.entities if e.kind != ABROAD]
        if entities:
            subjects = [Subject(e, False, "named") for e in entities]
            add(subjects, *_of_group(tracker.view, group, q, clause, rank, how))
    for label, entity in (("topic", tracker.topic), ("home", tracker.home), ("main", tracker.main)):
        if entity is not None:
            add([Subject(entity, True, label)], label, f"{label}|rule={how}", f"{label}|{q.kind}")
    rule_key = tuple(sorted(s.entity.id for s in chosen))
    shared = _shared(tracker, q, name)
    return [
        Option(
            subjects, key == rule_key, tuple(dict.fromkeys((*features, *_kinds(subjects, shared))))
        )
        for key, (subjects, features) in table.items()
    ]


def _nearest(groups: Sequence[Group], q: Quantity) -> list[Group]:
    return sorted(groups, key=lambda g: abs(g.start - q.start) + (1000 if g.start > q.start else 0))


def _of_group(
    view: str, group: Group, q: Quantity, clause: tuple[int, int], rank: int, how: str
) -> list[str]:
    side = "before" if group.end <= q.start else "after" if group.start >= q.end else "around"
    same = clause[0] <= group.start < clause[1]
    place = f"{side}{int(same)}"
    between = view[group.end : q.start] if side == "before" else view[q.end : group.start]
    gap = len(between)
    start = max(view.rfind(c, 0, group.start) for c in "，；：。") + 1
    return [
        f"at={place}", f"at={place}|rank={rank}", f"at={place}|rule={how}",
        f"at={place}|gap={min(gap // 4, 6)}", f"at={place}|type={group.type}",
        f"at={place}|before={view[max(0, group.start - 1) : group.start]}",
        f"before2={view[max(0, group.start - 2) : group.start]}",
        f"at={place}|after={view[group.end : group.end + 1]}",
        f"after2={view[group.end : group.end + 2]}",
        f"opens={group.start - start <= 1}|{place}", f"members={min(len(group.members), 3)}",
        f"first={group.start <= 2}|{place}", f"clauses={min(between.count('，'), 3)}|{side}",
    ]  # fmt: skip


def _shared(tracker: Tracker, q: Quantity, name: str) -> list[str]:
    return [
        f"groups={min(len(tracker.groups), 6)}",
        f"name3={name[-3:]}", f"n1={name[:2]}",
        q.kind, f"unit={q.name[-2:]}", f"name={name[-2:]}", f"report={tracker.home is not None}",
    ]  # fmt: skip


def _kinds(subjects: Sequence[Subject], shared: Sequence[str]) -> list[str]:
    entity: Entity = subjects[0].entity
    kind = f"{entity.type}.{entity.kind}" if entity.type == "Region" else entity.type
    return [
        "bias", f"kind={kind}", f"how={subjects[0].how}|{kind}", *shared,
        *(f"{s}|{entity.type}" for s in shared), *(f"{s}|{kind}" for s in shared[1:3]),
    ]  # fmt: skip
