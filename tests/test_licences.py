"""Every package that the project needs has a permissive licence that somebody has looked at."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools import audit
from tools.dependencies import declared, installed, normal, project

TABLE = tomllib.loads(Path(__file__).with_name("licences.toml").read_text(encoding="utf-8"))
LONGEST = 60  # of a licence's name; longer fields hold the text of one


def said(package: metadata.Distribution) -> str:
    """The licence that a package declares, as SPDX where the table knows the spelling."""
    fields = package.metadata
    lines = (fields.get("License") or "").strip().splitlines()
    named = lines[0] if lines and len(lines[0]) <= LONGEST and lines[0] != "UNKNOWN" else ""
    classes = [
        c.split("::")[-1].strip()
        for c in fields.get_all("Classifier") or ()
        if c.startswith("License ::") and "approved" not in c
    ]
    licence: str = fields.get("License-Expression") or named or " AND ".join(sorted(classes))
    return str(TABLE["spellings"].get(licence, licence))


def permissive(expression: str) -> bool:
    """Whether an SPDX expression (no brackets inside) lets one choose permissive licences only."""
    choices = re.split(r"\s+OR\s+", expression.strip(" ()"))
    return any(
        all(part.strip(" ()") in TABLE["permissive"] for part in re.split(r"\s+AND\s+", choice))
        for choice in choices
    )


def test_what_is_permissive() -> None:
    assert permissive("MIT")
    assert permissive("GPL-3.0-only OR MIT AND BSD-3-Clause")
    assert not permissive("GPL-3.0-only")
    assert not permissive("MIT AND LGPL-2.1-or-later")
    assert not permissive("")


def test_everything_installed_is_reviewed_and_permissive() -> None:
    packages = installed()
    assert len(packages) > 50
    unknown = sorted(packages.keys() - TABLE["reviewed"].keys())
    assert unknown == [], "look at their licences and add them to tests/licences.toml"
    # Metadata that names no licence (atheris) leaves it to who read the package's own.
    told = {name: said(package) or TABLE["reviewed"][name] for name, package in packages.items()}
    bad = {
        name: licence
        for name, licence in told.items()
        if not permissive(licence) and name not in TABLE["exceptions"]
    }
    assert bad == {}


def test_everything_declared_and_needed_to_run_is_looked_at() -> None:
    needed = [Requirement(line) for line in project()["project"]["dependencies"]]
    here = {normal(r.name) for r in needed if r.marker is None or r.marker.evaluate()}
    assert here <= installed().keys()
    assert {normal(r.name) for r in declared()} <= TABLE["reviewed"].keys()


def test_exceptions_are_needed_and_explained() -> None:
    for name, reason in TABLE["exceptions"].items():
        assert not permissive(TABLE["reviewed"][name]), name
        assert len(reason) > 10


def bounded(requirement: Requirement) -> bool:
    return any(part.operator in ("<", "<=", "==", "~=") for part in requirement.specifier)


def test_every_dependency_has_an_upper_bound() -> None:
    assert len(declared()) > 30
    assert [str(r) for r in declared() if not bounded(r)] == []
    assert not bounded(Requirement("click>=8"))


@pytest.mark.parametrize(
    ("answer", "complaint", "status", "line"),
    [
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": []}]}', "", audit.NONE,
         "no known vulnerability in 1 packages"),
        ('{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "CVE-1",'
         ' "fix_versions": ["2"]}]}, {"name": "b", "skip_reason": "no"}]}', "", audit.SOME,
         "a 1: CVE-1 (fixed in 2)"),
        ('{"dependencies": [{"name": "b", "skip_reason": "not found"}]}', "No known", audit.UNKNOWN,
         "audit: audited 0 of 1 packages, the others are not known: not found"),
        ("", "Traceback\nConnectionError: no such host", audit.UNKNOWN,
         "audit: not audited, the service is out of reach: ConnectionError: no such host"),
    ],
)  # fmt: skip
def test_an_audit_says_in_one_line_what_it_could_not_do(
    capsys: pytest.CaptureFixture[str], answer: str, complaint: str, status: int, line: str
) -> None:
    assert audit.report(answer, complaint) == status
    captured = capsys.readouterr()
    assert (captured.out + captured.err).splitlines() == [line]
