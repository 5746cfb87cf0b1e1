"""The adapters of readnext: formats, sources, exports, delivery, command line."""
