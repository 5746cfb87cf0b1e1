"""What readnext suggested, what was sent, and what the reader made of it."""
