"""Starts the IMAP server of the tests, and looks into its folders."""

from __future__ import annotations

import imaplib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "mia", "tall reed"
_SERVER = Path(__file__).with_name("imapserver.py")


@contextmanager
def running(maildir: Path, *certificate: Path) -> Iterator[list[int]]:
    """Serve the mails of a Maildir; give the ports: without TLS at first, and with."""
    command = [sys.executable, str(_SERVER), str(maildir), USER, PASSWORD]
    with subprocess.Popen(
        [*command, *map(str, certificate)], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield list(map(int, server.stdout.readline().split()))
        finally:
            server.kill()


def seen(port: int, folder: str = "INBOX", flag: str = "SEEN") -> set[str]:
    """The subjects of the mails in a folder that have a flag."""
    with imaplib.IMAP4("127.0.0.1", port, timeout=10) as imap:
        imap.login(USER, PASSWORD)
        imap.select(folder, readonly=True)
        _, found = imap.uid("SEARCH", flag)
        subjects = set()
        for uid in (found[0] or b"").split():
            _, got = imap.uid("FETCH", uid.decode(), "(BODY.PEEK[HEADER])")
            for line in got[0][1].decode("utf-8", "replace").splitlines():
                if line.lower().startswith("subject: "):
                    subjects.add(line[9:])
        return subjects
