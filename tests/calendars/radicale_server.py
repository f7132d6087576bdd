"""Radicale, a CalDAV server, on a free port with a folder of its own."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from base64 import b64encode
from contextlib import contextmanager
from xml.etree import ElementTree

SECONDS = 20
ANN = f"Basic {b64encode(b'ann:').decode()}"  # the server believes whoever comes
COLLECTION = """<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>
<resourcetype><collection/><C:calendar/></resourcetype></prop></set></mkcol>"""
QUERY = """<?xml version="1.0"?><C:calendar-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><prop>
<C:calendar-data/></prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{start}" end="{end}"/></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"""


class Diary:
    """One person's calendar on the server."""

    def __init__(self, url):
        self.url = url
        self.ask("MKCOL", "", COLLECTION.encode())

    def ask(self, method, name, body=b""):
        """Status and body of one request, whatever the status."""
        request = urllib.request.Request(self.url + name, data=body or None, method=method)
        request.add_header("Content-Type", "text/calendar" if name else "application/xml")
        request.add_header("Depth", "1")
        request.add_header("Authorization", ANN)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()

    def put(self, uid, entry):
        """Keep an entry under its UID, as a diary does; the status."""
        return self.ask("PUT", f"{uid}.ics", entry)[0]

    def delete(self, uid):
        return self.ask("DELETE", f"{uid}.ics")[0]

    def between(self, start, end):
        """The entries that the server finds between two moments in UTC, as text."""
        _, found = self.ask(
            "REPORT", "", QUERY.format(start=f"{start:%Y%m%dT%H%M%SZ}", end=f"{end:%Y%m%dT%H%M%SZ}").encode()
        )
        data = "{urn:ietf:params:xml:ns:caldav}calendar-data"
        return [node.text for node in ElementTree.fromstring(found).iter(data)]


@contextmanager
def running(folder):
    """A diary on a server that runs until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    told = {
        "--server-hosts": f"127.0.0.1:{port}",
        "--storage-filesystem-folder": folder,
        "--auth-type": "none",
    }
    command = [
        sys.executable,
        "-m",
        "radicale",
        "--rights-type=owner_only",
        *(f"{k}={v}" for k, v in told.items()),
    ]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield Diary(f"http://127.0.0.1:{port}/ann/diary/")
    finally:
        server.terminate()
        server.wait(SECONDS)


def _wait(port):
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("Radicale did not start")
