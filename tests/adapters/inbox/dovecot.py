"""Runs Dovecot, where it is installed, on the mails of a Maildir."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.adapters.inbox.running import PASSWORD, USER

_SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/Mail
first_valid_uid = 1
first_valid_gid = 1
{users}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""
# Root has the users of the package; anybody else runs all of it themselves.
_OWN = """
default_internal_user = {user}
default_login_user = {user}
"""


@contextmanager
def dovecot(maildir: Path) -> Iterator[list[int]]:
    """Serve a copy of a Maildir without TLS; give the port in a list."""
    program = shutil.which("dovecot", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("Dovecot is not installed")
    # The paths of its sockets must be short.
    with tempfile.TemporaryDirectory(prefix="dovecot-", dir="/tmp") as made:
        folder, port = Path(made), _free_port()
        folder.chmod(0o755)
        (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n")
        shutil.copytree(maildir, folder / "Mail")
        user = pwd.getpwuid(os.getuid())
        own = _OWN.format(user=user.pw_name)
        if not user.pw_uid:  # Dovecot gives nobody the mails of root
            own, user = "", pwd.getpwnam("nobody")
            for path in (folder / "Mail", *(folder / "Mail").rglob("*"), folder):
                os.chown(path, user.pw_uid, user.pw_gid)
        settings = _SETTINGS.format(
            folder=folder, users=own, uid=user.pw_uid, gid=user.pw_gid, port=port
        )
        (folder / "dovecot.conf").write_text(settings)
        command = [program, "-F", "-c", str(folder / "dovecot.conf")]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
            try:
                _wait_for(port, folder / "log")
                yield [port]
            finally:
                server.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _wait_for(port: int, log: Path) -> None:
    for _ in range(100):
        with (
            suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=5) as connection,
        ):
            if connection.recv(4) == b"* OK":
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text() if log.exists() else "no log")
