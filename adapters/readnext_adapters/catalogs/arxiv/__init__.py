"""arXiv's metadata of papers, in each of its formats.

`oai`, `feed` and `snapshot` parse one format each into a `record.ArxivRecord`, from
which `record.to_paper` makes the paper, so that all formats give the same paper: its id
is ``arxiv:`` and the arXiv id without version.
"""
