"""Opens libraries, source files of catalogs and manuscripts, and detects formats."""
