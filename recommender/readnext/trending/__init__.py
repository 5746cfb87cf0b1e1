"""What is well received just now, without a library."""
