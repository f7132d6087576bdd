"""A real mail server for one test: Postfix with OpenDKIM, in a folder and on ports of its own.

It takes mail for example.org into Maildirs, signs what it takes, and sends mail for gone.example.org on to a
server that refuses everybody, so that it has to write a bounce.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from mailbox import Maildir
from pathlib import Path

from aiosmtpd.controller import Controller

SECONDS = 30
NOBODY = 65534
PROGRAMS = ("postfix", "opendkim", "opendkim-genkey")
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
myhostname = mail.example.org
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
maillog_file = {folder}/log/mail.log
maillog_file_prefixes = {folder}
virtual_mailbox_domains = example.org
virtual_mailbox_base = {folder}
virtual_mailbox_maps = static:boxes/
virtual_uid_maps = static:{nobody}
virtual_gid_maps = static:{nobody}
virtual_minimum_uid = 1
transport_maps = inline:{{gone.example.org=smtp:[127.0.0.1]:{refuser}}}
smtpd_milters = inet:127.0.0.1:{signer}
milter_default_action = tempfail
smtp_bind_address = 127.0.0.1
"""
SIGNED = "From,To,Subject,Date,Message-ID,MIME-Version,Content-Type,List-Unsubscribe,List-Unsubscribe-Post"


def is_missing():
    """Why it cannot run here; empty where it can."""
    if os.geteuid() != 0:
        return "Postfix is started by root"
    return ", ".join(name for name in PROGRAMS if not shutil.which(name, path=_path()))


def _path():
    return f"{os.environ['PATH']}:/usr/sbin:/sbin"


@dataclass(frozen=True)
class Server:
    """Where it listens, what it has taken in, and the DNS record by which its signature is judged."""

    port: int
    folder: Path
    record: bytes

    @property
    def returns(self):
        """The address of the mailbox as `RETURNS_URL` names it."""
        return f"maildir://{self.folder}/boxes"

    def taken(self, count):
        """So many mails as they lie in the mailbox, in no order; waits until they have come."""
        until = time.monotonic() + SECONDS
        box = Maildir(self.folder / "boxes")
        while len(box) < count:
            assert time.monotonic() < until, (self.folder / "log" / "mail.log").read_text()
            time.sleep(0.1)
        return [box.get_bytes(key) for key in box.keys()]  # noqa: SIM118 - a mailbox is no dictionary


class _Refuser:
    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's name
        return "550 5.1.1 no such person"


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def _run(*command):
    subprocess.run(command, check=True, env=os.environ | {"PATH": _path()}, capture_output=True)


def _lay(folder, *, port, signer, refuser):
    for name in ("etc", "queue", "data", "log"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    Maildir(folder / "boxes")  # the one box, with its three folders
    for box in (folder / "boxes", *(folder / "boxes").iterdir()):
        shutil.chown(box, NOBODY, NOBODY)
    main = MAIN.format(folder=folder, nobody=NOBODY, signer=signer, refuser=refuser)
    (folder / "etc" / "main.cf").write_text(main)
    lines = Path("/usr/share/postfix/master.cf.dist").read_text().splitlines()
    services = [line for line in lines if line and not line.startswith("#")]
    for number, line in enumerate(services):
        fields = line.split()
        if not line.startswith(" ") and len(fields) > 7:
            fields[4] = "n"  # no service is locked into the queue's folder
            if fields[:2] == ["smtp", "inet"]:
                fields[0] = f"127.0.0.1:{port}"
            services[number] = " ".join(fields)
    (folder / "etc" / "master.cf").write_text("\n".join(services) + "\n")


def _key(folder):
    """A new key; its public half as DNS would give it."""
    _run("opendkim-genkey", "-b", "2048", "-d", "example.org", "-s", "onward", "-D", str(folder))
    text = (folder / "onward.txt").read_text()
    return "".join(part for part in text.split('"')[1::2]).encode()


@contextmanager
def running():
    """The server, until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="onward-postfix-"))
    folder.chmod(0o755)  # its daemons are nobody in particular
    port, signer = _free_port(), _free_port()
    refuser = Controller(_Refuser(), hostname="127.0.0.1", port=_free_port())
    refuser.start()
    record = _key(folder)
    (folder / "opendkim.conf").write_text(f"SignHeaders {SIGNED}\nRequireSafeKeys no\n")
    signs = [
        "-f",
        "-x",
        folder / "opendkim.conf",
        "-p",
        f"inet:{signer}@127.0.0.1",
        "-b",
        "s",
        "-d",
        "example.org",
    ]
    dkim = subprocess.Popen(
        [shutil.which("opendkim", path=_path()), *signs, "-s", "onward", "-k", folder / "onward.private"]
    )
    _lay(folder, port=port, signer=signer, refuser=refuser.port)
    postfix = ("postfix", "-c", str(folder / "etc"))
    try:
        _run(*postfix, "start")
        yield Server(port, folder, record)
    finally:
        _run(*postfix, "stop")
        dkim.terminate()
        dkim.wait(SECONDS)
        refuser.stop()
        shutil.rmtree(folder)
