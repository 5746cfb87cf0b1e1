"""The ways to ask arXiv: by its daily changes, its announcements, or a search."""
