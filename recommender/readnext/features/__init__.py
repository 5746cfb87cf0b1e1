"""What is known of a paper as numbers: its text, its people, its context."""
