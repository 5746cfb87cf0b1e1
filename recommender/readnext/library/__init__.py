"""What the reader has: works, their weights, citation keys and lint."""
