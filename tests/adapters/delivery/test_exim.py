"""End to end through a mail server that others wrote: Exim, with STARTTLS and AUTH.

It is skipped where that is not installed, or may not be started since it needs root.
On Debian, without starting it as a service::

    RUNLEVEL=1 apt-get install --no-install-recommends exim4-daemon-light

(OpenSMTPD 6.8.0p2-4+b4 of Debian 12 fails in every TLS handshake: "missing private
key".)

Postfix 3.7.11 of Debian 12 cannot be installed beside Exim. On 2026-11-22 a whole
digest went through it: STARTTLS, AUTH PLAIN, delivered to a mailbox; a wrong password
(535) and a certificate of an unknown authority were told, and the issue was kept. As
root, with a certificate for localhost in server.pem and its authority in ca.pem::

    RUNLEVEL=1 apt-get install postfix sasl2-bin libsasl2-modules
    saslpasswd2 -c -f /tmp/sasldb2 -u localhost mia
    # conf/main.cf: smtpd_tls_chain_files = .../server.pem; smtpd_tls_security_level =
    # encrypt; smtpd_sasl_auth_enable = yes; cyrus_sasl_config_path = .../conf/sasl;
    # smtpd_relay_restrictions = permit_sasl_authenticated, reject;
    # virtual_mailbox_domains = example.org; virtual_mailbox_maps = static:box;
    # conf/sasl/smtpd.conf: pwcheck_method: auxprop; auxprop_plugin: sasldb;
    # mech_list: PLAIN LOGIN; sasldb_path: /tmp/sasldb2
    # conf/master.cf: that of Debian without chroot, smtp on port 2525
    postfix -c conf start-fg &
    export SSL_CERT_FILE=ca.pem READNEXT_SMTP_PASSWORD=...
    server='smtp://mia@localhost:2525?starttls=yes'
    readnext digest mylib.bib --to mia@example.org --smtp "$server"
"""

from __future__ import annotations

import email
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
import trustme

from readnext.digest.outbox import Message
from readnext.errors import DeliveryError
from readnext_adapters.delivery.smtp import Smtp
from readnext_adapters.delivery.smtp_url import parse_server
from tests.adapters.serving import free_port

Run = Callable[..., "subprocess.CompletedProcess[str]"]
LIBRARY = Path(__file__).parents[3] / "fixtures" / "libraries" / "tiny.bib"
PASSWORD = "a pâss wörd"
SETTINGS = """
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/pid
exim_user = {user}
primary_hostname = mail.example.org
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
tls_advertise_hosts = *
tls_certificate = {folder}/cert.pem
tls_privatekey = {folder}/key.pem
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
data:
  accept
rcpt:
  deny !authenticated = *
  deny !encrypted = *
  deny local_parts = nobody
       message = no such person
  accept
begin routers
all:
  driver = accept
  transport = maildir
begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = {folder}/mail
  user = {user}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{$auth2/$auth3}}{{mia/{password}}}}}
  server_set_id = $auth2
"""

pytestmark = [
    pytest.mark.skipif(shutil.which("exim4") is None, reason="Exim is not installed"),
    pytest.mark.skipif(
        not hasattr(os, "geteuid") or os.geteuid() != 0,
        reason="Exim takes settings of others than its own from root only",
    ),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that Exim's own user can reach, which pytest's are not."""
    with tempfile.TemporaryDirectory(prefix="readnext-exim-") as made:
        path = Path(made)
        path.chmod(0o755)
        for name in ("spool", "log", "mail"):
            (path / name).mkdir()
            shutil.chown(path / name, USER)
        yield path


USER = "Debian-exim"


@pytest.fixture
def port(folder: Path, authority: trustme.CA) -> Iterator[int]:
    """The port of an Exim that asks for TLS and a password."""
    made = authority.issue_cert("localhost", "127.0.0.1")
    (folder / "cert.pem").write_bytes(made.cert_chain_pems[0].bytes())
    key = folder / "key.pem"
    key.write_bytes(made.private_key_pem.bytes())
    shutil.chown(key, USER)
    listening = free_port()
    settings = folder / "exim.conf"
    known = {"folder": folder, "user": USER, "port": listening, "password": PASSWORD}
    settings.write_text(SETTINGS.format(**known), encoding="utf-8")
    command = ["exim4", "-C", str(settings), "-bdf", "-v"]
    with (
        (folder / "said").open("w+") as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,
    ):
        try:
            assert _answers(listening, process), (folder / "said").read_text()
            yield listening
        finally:
            process.terminate()


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Wait until a server answers on a port."""
    for _ in range(100):
        if process.poll() is not None:
            return False
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as client:
                return client.recv(3) == b"220"
        except OSError:
            time.sleep(0.1)
    return False


def delivered(folder: Path) -> bytes:
    """The message that Exim has delivered, waited for."""
    for _ in range(100):
        if found := list((folder / "mail" / "new").glob("*")):
            return found[0].read_bytes()
        time.sleep(0.1)
    raise AssertionError((folder / "said").read_text())


@pytest.mark.usefixtures("trusted")
def test_starttls_and_auth(message: Message, port: int, folder: Path) -> None:
    server = parse_server(f"smtp://mia@127.0.0.1:{port}?starttls=yes")
    Smtp(server, PASSWORD)(message, lambda: None)
    arrived = delivered(folder)
    sent = message.data.replace(b"\r\n", b"\n")
    assert arrived.endswith(sent.partition(b"\n\n")[2])
    assert b"Message-ID: <1@example.org>" in arrived
    assert b"esmtpsa" in arrived  # it says: with TLS, and logged in


@pytest.mark.usefixtures("own_catalog")
def test_the_digest_itself(run: Run, port: int, folder: Path, trusted: Path) -> None:
    done = run(
        *("digest", LIBRARY, "--to", "mia@example.org", "-n", "3"),
        *("--smtp", f"smtp://mia@127.0.0.1:{port}?starttls=yes"),
        env={"SSL_CERT_FILE": str(trusted), "READNEXT_SMTP_PASSWORD": PASSWORD},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    arrived = email.message_from_bytes(delivered(folder), policy=default)
    assert isinstance(arrived, EmailMessage)
    assert "3 new papers" in arrived["Subject"]
    kinds = [part.get_content_type() for part in arrived.walk()]
    assert kinds[2:] == ["text/plain", "text/html", "application/x-bibtex"]
    assert not any(part.defects for part in arrived.walk())


@pytest.mark.usefixtures("trusted")
def test_what_it_refuses(message: Message, port: int) -> None:
    server = parse_server(f"smtp://mia@127.0.0.1:{port}?starttls=yes")
    with pytest.raises(DeliveryError, match="refused the password of mia: 535") as told:
        Smtp(server, "wrong")(message, lambda: None)
    assert not told.value.temporary
    open_server = parse_server(f"smtp://mia@127.0.0.1:{port}")
    with pytest.raises(DeliveryError, match="no authentication offered"):
        Smtp(open_server, PASSWORD)(message, lambda: None)
    unknown = Message(message.message_id, message.sender, "nobody@x.org", message.data)
    with pytest.raises(DeliveryError, match="refused the recipient: 550") as told:
        Smtp(server, PASSWORD)(unknown, lambda: None)
    assert not told.value.temporary


def test_its_certificate_is_checked(message: Message, port: int) -> None:
    server = parse_server(f"smtp://mia@127.0.0.1:{port}?starttls=yes")
    with pytest.raises(DeliveryError, match="not trusted"):
        Smtp(server, PASSWORD)(message, lambda: None)
