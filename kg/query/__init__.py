"""Asking a build: named questions in Cypher, names as people write them, profiles, counts."""

from kg.query.graph import Graph
from kg.query.named import Column, EdgeOf, NamedQuery, Param, library, load_query
from kg.query.names import Node, resolve_name
from kg.query.profile import Evidence, Group, IndicatorValue, Profile, Relation, Restriction, show
from kg.query.result import Result
from kg.query.run import run
from kg.query.statistics import stats

__all__ = [
    "Column",
    "EdgeOf",
    "Evidence",
    "Graph",
    "Group",
    "IndicatorValue",
    "NamedQuery",
    "Node",
    "Param",
    "Profile",
    "Relation",
    "Restriction",
    "Result",
    "library",
    "load_query",
    "resolve_name",
    "run",
    "show",
    "stats",
]
