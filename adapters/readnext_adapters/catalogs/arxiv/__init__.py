"""What arXiv says of its papers, in each of the forms in which it says it.

`oai`, `feed` and `snapshot` read one form each. All put what they find into a
`record.Record`, and `record.to_paper` makes the paper, so that a paper is the same
statement whichever way it came: ``arxiv:`` and its id without version.
"""
