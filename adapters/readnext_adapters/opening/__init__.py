"""Opens libraries, catalog sources and manuscripts, and finds their format."""
