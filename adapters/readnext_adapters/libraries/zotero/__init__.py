"""Live Zotero libraries: of the program, its database, the web.

- `livelibrary` parses a name ``zotero:...``, `live` reads it;
- `local` asks the running program, `folders` finds its database;
- `sqlitecopy`, `tables` and `database` read a zotero.sqlite that may be in use;
- `account` opens one on zotero.org, `web` keeps a copy of it up to date in `webcache`;
- `paging` fetches complete lists from either API;
- `records` and `items` convert to entries, by `zoteroitem`, as for files.
"""
