"""What a call says about the cluster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Options:
    """Where Spark runs and how.

    ``master`` is Spark's (``local[4]``, ``yarn``, ``k8s://…``, ``spark://…``; None: what
    spark-submit or Spark's own settings say, else ``local[*]``). ``staging`` is a folder that the
    driver and all executors see, by path or URI; what is put there goes away at the end (None: for
    a local master beside the build, else in the home folder of the cluster's file system).
    ``conf`` are settings of Spark that come before those of this package.
    """

    master: str | None = None
    staging: str | None = None
    conf: Mapping[str, str] = field(default_factory=dict)
