"""The page and the API of `readnext serve`, on Flask.

Flask is an extra: nothing outside this folder imports it, and `readnext --help` must
not.
"""
