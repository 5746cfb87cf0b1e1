"""From library, history and catalog to a list of suggestions."""
