"""What all formats share: text, LaTeX, XML, JSON, encodings."""
