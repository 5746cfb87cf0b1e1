"""Papers that are well received now, without a library."""
