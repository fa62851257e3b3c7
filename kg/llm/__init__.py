"""A language model as a second reader, optional, behind any OpenAI-compatible endpoint.

:class:`Reader` takes what the rules read of a document and returns an extraction of the same form:
the model's facts alone (mode ``llm``) or both readers' (mode ``both``). Nothing that the model says
is believed unseen: types must be those of the schema, and a fact whose evidence does not stand in
the document word for word is dropped and counted. Indicators, sentences and the home region stay
those of the rules. Needs the extra: ``pip install 'regional-kg[llm]'``.
"""

from kg.llm.reader import MODES, Reader
from kg.llm.settings import KEY_VARIABLE, Settings

__all__ = ["KEY_VARIABLE", "MODES", "Reader", "Settings"]
