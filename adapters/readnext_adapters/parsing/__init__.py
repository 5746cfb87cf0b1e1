"""What the readers of all formats share: text, LaTeX, XML, JSON, encodings."""
