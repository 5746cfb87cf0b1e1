"""Programs and services that accept suggestions, besides files.

- `connector` sends them to the Zotero running on this computer;
- `zoteroweb` writes them to a library on zotero.org as items made by `zoteroitems`.

Papers that the library already has are not sent.
"""

TAG = "readnext"  # of papers sent to Zotero, unless the user names another
