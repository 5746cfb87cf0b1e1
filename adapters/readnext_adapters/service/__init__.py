"""One reader's list, kept in memory for a page, an API or an assistant.

`live_ranking` ranks in a thread of its own; `triage` has what the interfaces offer.
Nothing here knows of HTTP.
"""
