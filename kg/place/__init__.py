"""Where results go: made beside their place and swapped in, so that nobody sees half of them."""

from kg.place.replace import replacing
from kg.place.workshop import Workshop, workshop

__all__ = ["Workshop", "replacing", "workshop"]
