"""When two records are one work: ids, names, authors, titles."""
