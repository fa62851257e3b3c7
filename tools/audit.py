"""Known vulnerabilities of everything that the project needs, as `make audit` shows them.

    python tools/audit.py    0 none known, 1 some are, 2 they could not be looked up

pip-audit asks a service for each installed version. Where the service is out of reach, or answers
for none or only some of the packages, one line says so: silence would look like safety.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.dependencies import installed

NONE, SOME, UNKNOWN = 0, 1, 2
SECONDS = 600


def main() -> int:
    """Audit what is installed; the exit status."""
    if find_spec("pip_audit") is None:
        return _say("pip-audit is not installed: .venv/bin/python -m pip install -e '.[audit]'")
    packages = [f"{name}=={found.version}" for name, found in installed().items()]
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("\n".join(packages) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "-r", str(listed), "--no-deps",
                   "--disable-pip", "-f", "json", "--progress-spinner", "off"]  # fmt: skip
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            return _say(f"not audited: the service did not answer in {SECONDS} seconds")
    return report(done.stdout, done.stderr)


def report(answer: str, complaint: str) -> int:
    """Say what pip-audit found; ``answer`` is its JSON, ``complaint`` what it wrote besides."""
    try:
        rows: Sequence[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        lines = complaint.strip().splitlines() or ["pip-audit gave no answer"]
        return _say(f"not audited, the service is out of reach: {lines[-1][:200]}")
    bad = [row for row in rows if row.get("vulns")]
    for row in bad:
        ids = ", ".join(v["id"] for v in row["vulns"])
        fixed = sorted({version for v in row["vulns"] for version in v.get("fix_versions", ())})
        print(f"{row['name']} {row['version']}: {ids} (fixed in {', '.join(fixed) or 'none'})")
    skipped = [row for row in rows if "skip_reason" in row]
    known = len(rows) - len(skipped)
    if bad:
        return SOME
    if skipped:
        why = skipped[0]["skip_reason"]
        return _say(f"audited {known} of {len(rows)} packages, the others are not known: {why}")
    print(f"no known vulnerability in {known} packages")
    return NONE


def _say(line: str) -> int:
    print(f"audit: {line}", file=sys.stderr)
    return UNKNOWN


if __name__ == "__main__":
    sys.exit(main())
