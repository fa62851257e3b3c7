"""What a check found: how many times what is wrong, and where for example."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of trouble: ``check`` names the check, ``number`` counts, ``examples`` say where.

    A ``note`` is nothing wrong with the build: a source that vanished, a part that was left out.
    """

    check: str
    says: str
    number: int = 1
    examples: tuple[str, ...] = ()
    note: bool = False

    @property
    def line(self) -> str:
        """The finding in one line."""
        times = f" ({self.number} times)" if self.number > 1 else ""
        where = f": {'; '.join(self.examples)}" if self.examples else ""
        more = "; …" if self.examples and self.number > len(self.examples) else ""
        return f"{self.check}: {self.says}{times}{where}{more}"


@dataclass(slots=True)
class Report:
    """Everything found in a build, and how much was looked at (rows, documents, by part)."""

    findings: list[Finding] = field(default_factory=list)
    looked: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def errors(self) -> list[Finding]:
        """What is wrong with the build."""
        return [finding for finding in self.findings if not finding.note]

    @property
    def notes(self) -> list[Finding]:
        """What is worth knowing and not wrong."""
        return [finding for finding in self.findings if finding.note]

    def record(self) -> dict[str, Any]:
        """The report as plain values for JSON."""
        return {
            "ok": not self.errors,
            "errors": [asdict(finding) for finding in self.errors],
            "notes": [asdict(finding) for finding in self.notes],
            "looked": self.looked,
            "seconds": self.seconds,
        }


class Tally:
    """Counts the cases of one kind of trouble and keeps the first ones as examples."""

    def __init__(self, check: str, says: str, note: bool = False) -> None:
        """Begin with none."""
        self._check, self._says, self._note = check, says, note
        self.number = 0
        self._examples: list[str] = []

    def add(self, example: str) -> None:
        """Count one case."""
        self.number += 1
        if len(self._examples) < EXAMPLES:
            self._examples.append(short(example))

    def findings(self) -> list[Finding]:
        """One finding, or none when nothing was counted."""
        if not self.number:
            return []
        examples = tuple(self._examples)
        return [Finding(self._check, self._says, self.number, examples, self._note)]


def short(text: str, longest: int = 120) -> str:
    """``text`` on one line, cut where it is long, with nothing that moves a terminal's cursor."""
    line = "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
    return line if len(line) <= longest else line[: longest - 1] + "…"
