"""Zotero libraries where they live: the program, its database, the web.

- `livelibrary` parses a name ``zotero:...``, `live` reads it;
- `local` asks the running program, `folders` finds its database;
- `sqlitecopy`, `tables` and `database` read a zotero.sqlite that may be in use;
- `account` opens one on zotero.org, `web` keeps a copy of it up to date in `webcache`;
- `paging` fetches lists from either API whole or not at all;
- `records` and `items` make the entries, by `zoteroitem`, as from files.
"""
