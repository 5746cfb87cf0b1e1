"""readnext: what to read next, from the library you already have."""

__version__ = "0.1.0"
