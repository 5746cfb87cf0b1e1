"""The edges of readnext: readers of libraries and catalogs, writers of suggestions."""
