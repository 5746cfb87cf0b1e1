"""The catalog: the papers to choose from, kept in one folder."""
