"""Writers of suggestions."""
