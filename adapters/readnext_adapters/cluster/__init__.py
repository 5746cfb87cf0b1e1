"""Catalogs on shared storage, and lists for many readers on a Dask cluster.

fsspec and dask.distributed are the extra ``cluster``: nothing outside this folder
imports them.
"""
