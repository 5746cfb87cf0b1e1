"""Topics of a library: clusters, labels, layout and map."""
