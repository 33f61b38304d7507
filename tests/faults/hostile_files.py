"""Hostile files of every kind: they want to be run, or to stop who opens them."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import socket
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from tests.faults.file_kinds import Kind
from tests.store.forging import Forger

GIB = 1 << 30
EVIL = "import os; os.mkdir('something_was_run')"
NAMES = (  # where a file names an environment, an algorithm, a preset
    "evil:Env-v0",
    "evil.py:Env-v0",
    "./evil.py:Env-v0",
    "os:system-v0",
    "builtins:eval",
    "../../../evil",
    "playground.envs.evil:Env-v0",
    "{error.__class__.__init__.__globals__}",
    "__import__('evil')",
    "http://127.0.0.1:9/evil.rlp",
    "tests.envs.user_environments:Walk-v0",
)


class RunsAProgram:
    """What a pickle can hold: something that is done when it is read."""

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return exec, (EVIL,)


def hostile_files(kind: Kind, folder: Path) -> Iterator[tuple[str, Path]]:
    """Make the files and return their names and paths; those that name a module find it in `folder`."""
    (folder / "evil.py").write_text(EVIL + "\nimport gymnasium\n")
    for number, (name, data) in enumerate(_contents(kind)):
        path = folder / f"{number}{kind.suffix}"
        path.write_bytes(data)
        yield name, path
    yield from _places(kind, folder)


def _contents(kind: Kind) -> Iterator[tuple[str, bytes]]:
    for protocol in range(6):
        yield f"a pickle of protocol {protocol}", pickle.dumps(RunsAProgram(), protocol)
    yield "a PyTorch file", _torch()
    yield "a PyTorch file of old", b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19." + pickle.dumps(RunsAProgram(), 2)
    buffer = io.BytesIO()
    np.save(buffer, np.array([RunsAProgram()], dtype=object), allow_pickle=True)
    yield "a NumPy file with a pickle", buffer.getvalue()
    buffer = io.BytesIO()
    np.savez(buffer, a=np.array([RunsAProgram()], dtype=object))
    yield "a NumPy archive with a pickle", buffer.getvalue()
    yield "a zip archive", _zip("evil.py", EVIL.encode())
    yield "a zip archive that can be run", _zip("__main__.py", EVIL.encode())
    yield "a zip bomb", _zip("zeros", bytes(20 << 20))
    yield "a gzip bomb", gzip.compress(bytes(20 << 20))
    yield "a tar archive that climbs", _tar()
    yield "a Python program", EVIL.encode()
    yield "a shell script", b"#!/bin/sh\nmkdir something_was_run\n"
    yield "a program", Path("/proc/self/exe").read_bytes()[:100_000]
    yield "HTML", b"<html><script>alert(1)</script><img src=http://127.0.0.1:9/></html>"
    yield (
        "XML that grows",
        b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]><a>&c;&d;</a>',
    )
    yield "YAML with an object", b"!!python/object/apply:os.mkdir ['something_was_run']\n"
    yield "JSON with an object", b'{"py/object": "os.mkdir", "__class__": "os", "__reduce__": ["os.mkdir"]}'
    yield "brackets", b'{"a":' * 1_000_000
    yield (
        "a safetensors file with an absurd header",
        (2**63 - 1).to_bytes(8, "little") + b'{"__metadata__":{"format":"pt"}}',
    )
    for text in NAMES:
        yield f"an environment called {text}", _naming(kind, "environment", text)
    for text in NAMES[:4]:
        yield f"an algorithm called {text}", _naming(kind, "algorithm", text)
    yield "a preset that is a path", _naming(kind, "preset", "../../evil.py")


def _places(kind: Kind, folder: Path) -> Iterator[tuple[str, Path]]:
    for target in ("/dev/zero", "/dev/full", "/proc/self/mem", "/proc/self/environ", "/etc/passwd"):
        link = folder / (target.replace("/", "_") + kind.suffix)
        link.symlink_to(target)
        yield f"a link to {target}", link
    for target in ("/dev/zero", "/dev/tty", "/dev/stdin"):
        yield target, Path(target)
    loop = folder / f"loop{kind.suffix}"
    loop.symlink_to(loop)
    yield "a link to itself", loop
    pipe = folder / f"pipe{kind.suffix}"
    os.mkfifo(pipe)
    yield "a pipe", pipe
    door = folder / f"socket{kind.suffix}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(door))
        yield "a socket", door
    inside = folder / f"folder{kind.suffix}"
    inside.mkdir()
    (inside / "__init__.py").write_text(EVIL)
    yield "a folder that is a package", inside
    sparse = folder / f"sparse{kind.suffix}"
    with open(sparse, "wb") as file:
        file.write(b"\x80\x04")
        file.truncate(8 * GIB)
    yield "8 GiB of nothing", sparse
    for name in (
        "|mkdir something_was_run",
        "$(mkdir something_was_run)",
        "http://127.0.0.1:9/a.rlp",
        "-",
        "a\nb\x1b[2J",
        "{file}",
    ):
        yield f"a file called {name!r}", folder / name


def _torch() -> bytes:
    import torch

    buffer = io.BytesIO()
    torch.save({"weights": RunsAProgram()}, buffer)
    return buffer.getvalue()


def _zip(name: str, data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def _tar() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        entry = tarfile.TarInfo("../something_was_run")
        entry.size = len(EVIL)
        archive.addfile(entry, io.BytesIO(EVIL.encode()))
    return buffer.getvalue()


def _naming(kind: Kind, key: str, text: str) -> bytes:
    """Return a file of this kind, sound but for a name in it."""
    if kind.about.max_tensors:
        forger = Forger(kind.content(0), kind.about)
        forger.manifest[key] = text
        return forger.made()
    was = {"environment": b'"CartPole-v1"', "algorithm": b'"dqn"', "preset": b'"tutorial"'}[key]
    data = kind.content(0)
    assert was in data
    return data.replace(was, b'"%s"' % text.encode(), 1)
