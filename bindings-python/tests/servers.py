"""A server of PostgreSQL for as long as it is needed: in a folder of its own, on the loopback, as nobody of note."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """Where the programs of the server lie; Debian keeps them off the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


@contextmanager
def postgres(bin: Path) -> Iterator[str]:
    """The address of a server that is stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="tieuchi-postgres-"))
    # The server refuses to run as root.
    as_user: list[str] = []
    if os.getuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["setpriv", "--reuid", "postgres", "--regid", str(user.pw_gid), "--clear-groups"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    data, log = str(folder / "data"), str(folder / "log")

    def run(*words: str) -> None:
        done = subprocess.run([*as_user, *words], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    try:
        run(str(bin / "initdb"), "--pgdata", data, "--username", "analyst", "--auth", "trust", "--encoding", "UTF8", "--no-sync")
        run(str(bin / "pg_ctl"), "start", "--wait", "--pgdata", data, "--log", log, "--options", options)
        try:
            yield f"postgresql://analyst@127.0.0.1:{port}/postgres"
        finally:
            run(str(bin / "pg_ctl"), "stop", "--pgdata", data, "--mode", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
