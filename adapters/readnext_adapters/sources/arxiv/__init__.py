"""The interfaces of arXiv: daily changes, announcements, and search."""
