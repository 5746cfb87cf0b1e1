"""The plugin for Zotero 7 to 10: its files, and what it is given to show.

- `addon` has the files of the plugin: JavaScript, Fluent strings, manifest;
- `packing` packs them into an .xpi file;
- `list_document` is the list that the plugin shows.
"""
