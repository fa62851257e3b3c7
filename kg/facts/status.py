"""Existing or planned, and the finer stage, of what a clause says.

Cues are data (``rules/status.toml``). The shipped model weighs them with the sentence's opening and
the document's manner; without it, cues of the clause count double and a report's bare imperatives
(加快发展X) are tasks.
"""

from __future__ import annotations

import re

from kg.data.orders import IMPERATIVE
from kg.facts.cues import cues
from kg.facts.features import word_pairs
from kg.facts.frame import JOINT, Frame
from kg.facts.manner import Manner
from kg.facts.model import logistic
from kg.model import Stage, Status

BESIDE = re.compile(f"”?{JOINT}“?")
NUMBER = re.compile("[0-9]+")


def supposes(frame: Frame) -> bool:
    """Whether a sentence says what would be, not what is or will be: 如果没有港口……"""
    return cues().supposing.search(frame.sentence.view) is not None


def status_of(frame: Frame, at: int, manner: Manner) -> Status:
    """Status of what stands at skeleton position ``at``: that of its list, where it has one."""
    model = logistic("status")
    if model is not None:
        key = ("listed", at)
        if key not in frame.notes:
            places = _listed(frame, at)
            score = sum(model.score(status_features(frame, place, manner)) for place in places)
            frame.notes.update(dict.fromkeys([("listed", p) for p in places], score))
        return "planned" if frame.notes[key] >= 0.0 else "existing"
    return _by_cues(frame, at, manner.report)


def _listed(frame: Frame, at: int) -> list[int]:
    """Positions of the list that the item at ``at`` is a member of: one verb governs them all."""
    run = [at]
    for item in (i for i in frame.items if i.at > at):
        if BESIDE.fullmatch(frame.skeleton, run[-1] + 1, item.at):
            run.append(item.at)
    for item in (i for i in reversed(frame.items) if i.at < at):
        if BESIDE.fullmatch(frame.skeleton, item.at + 1, run[0]):
            run.insert(0, item.at)
    return run


def status_features(frame: Frame, at: int, manner: Manner) -> list[str]:
    """What the model sees: cues near and far, openings, headings, the document's manner."""
    start, end = frame.clause(at)
    key = ("status", start)
    if key not in frame.notes:
        frame.notes[key] = _clause_features(frame, start, end, manner)
    shared: list[str] = frame.notes[key]
    skeleton = frame.skeleton
    before, after = skeleton[max(start, at - 16) : at + 1], skeleton[at : min(end, at + 15)]
    return [
        *shared, f"l2={skeleton[max(0, at - 2) : at]}", f"r2={skeleton[at + 1 : at + 3]}",
        *word_pairs("cl=", before), *word_pairs("cr=", after),
    ]  # fmt: skip


def _clause_features(frame: Frame, start: int, end: int, manner: Manner) -> list[str]:
    """What everything in a clause has in common."""
    table = cues()
    clause, sentence = frame.skeleton[start:end], frame.skeleton
    above = " ".join(frame.sentence.headings)
    imperative = IMPERATIVE.match(sentence) is not None
    out = [
        "bias",
        f"report={manner.report}",
        f"orders={manner.orders}",
        f"results={manner.results}",
        f"imperative={imperative}|report={manner.report}",
        f"imperative={imperative}|orders={manner.orders // 3}",
        f"past={bool(table.past_heading.search(above))}",
        f"future={bool(table.future_heading.search(above))}",
        f"open={sentence[:2]}",
        f"begin={clause[:2]}",
        f"close={sentence[-4:-1]}",
        f"last={clause[-3:]}",
        f"digits={any(map(str.isdigit, clause))}",
        f"first={frame.sentence.index < 3}",
        *manner.around.features(frame.sentence.index),
    ]
    for name, pattern in (("e", table.existing), ("p", table.planned)):
        near, far = pattern.findall(clause), pattern.findall(sentence)
        out += [f"{name}:{NUMBER.sub('0', w)}" for w in near]
        out += [f"{name}~{NUMBER.sub('0', w)}" for w in far]
        out += [f"{name}#={min(len(near), 3)}", f"{name}##={min(len(far), 4)}"]
    return list(dict.fromkeys(out))


def _by_cues(frame: Frame, at: int, report: bool) -> Status:
    table = cues()
    start, end = frame.clause(at)
    clause, sentence = frame.skeleton[start:end], frame.skeleton
    score = 2.0 * (len(table.existing.findall(clause)) - len(table.planned.findall(clause)))
    score += len(table.existing.findall(sentence)) - len(table.planned.findall(sentence))
    above = " ".join(frame.sentence.headings)
    score += 1.5 * bool(table.past_heading.search(above))
    score -= 1.5 * bool(table.future_heading.search(above))
    if report and IMPERATIVE.match(sentence):
        score -= 2.0
    if score == 0:
        return "planned" if report else "existing"
    return "existing" if score > 0 else "planned"


def stage_of(frame: Frame, at: int, status: Status) -> Stage:
    """The finer ladder: building, exploring, promoting, else by status."""
    start, end = frame.clause(at)
    clause = frame.skeleton[start:end]
    for stage, pattern in cues().stages:
        if pattern.search(clause):
            return stage
    return "operating" if status == "existing" else "planned"
