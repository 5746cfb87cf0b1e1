"""Programs and services that take suggestions in, beside files.

- `connector` hands them to the Zotero that runs on this computer;
- `zoteroweb` writes them into a library on zotero.org, as `zoteroitems` puts them.

Nothing is sent that the library there has already.
"""
