"""The demonstration: an invented office, its list and people, from a seed. For `amanah demo` and rehearsals."""

from amanah.cli.demonstration.loading import Loaded, load

__all__ = ["Loaded", "load"]
