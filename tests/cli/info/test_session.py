"""`playground info` of a session file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from playground.cli.main import run
from playground.store.format.container import pack, unpack
from playground.store.safe.errors import BadFileError
from playground.store.session.file import SESSION as KIND
from playground.store.session.file import load_session

SESSION = Path(__file__).parents[2] / "store" / "fixtures" / "session-1-dqn.rls"


def test_info_says_what_run_a_session_file_holds(capsys):
    assert run(["info", str(SESSION)]) == 0
    shown = capsys.readouterr().out
    for text in ("DQN", "CartPole-v1", "160 steps", "changes", "mean return", "0.95, then 0.5", "torch "):
        assert text in shown


def test_info_of_a_session_as_json_has_its_settings_and_how_far_it_is(capsys):
    assert run(["info", str(SESSION), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "rl-playground session"
    assert (found["settings"]["gamma"], found["values"]["gamma"]) == (0.95, 0.5)
    assert (found["progress"]["steps"], found["changes"]) == (160, 1)


def test_info_of_a_session_needs_no_torch():
    code = "import sys; from playground.cli.main import run; run(sys.argv[1:]); sys.exit('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, "info", str(SESSION)], stdout=subprocess.DEVNULL)
    assert done.returncode == 0


def test_info_of_a_damaged_session_says_why_it_is_refused(tmp_path, capsys):
    path = tmp_path / "half.rls"
    path.write_bytes(SESSION.read_bytes()[:5000])
    assert run(["info", str(path)]) == 1
    assert "its end is missing" in capsys.readouterr().err


def forged(change):
    """The bytes of the session with a change made to its manifest, and a correct checksum."""
    container = unpack(SESSION.read_bytes(), KIND)
    arrays = {name: container.tensor(name, finite=False) for name in container.entries}
    manifest = {name: value for name, value in container.manifest.items() if name not in ("format", "size", "checksum")}
    change(manifest)
    return pack(KIND, manifest, arrays)


NAMES = sorted(set(unpack(SESSION.read_bytes(), KIND).manifest) - {"format", "size", "checksum", "title", "preset"})


@pytest.mark.parametrize("value", [[], {}, None, 0, -1, "", [None], [{}]], ids=repr)
def test_info_of_a_forged_session_refuses_what_opening_refuses_or_shows_it(tmp_path, capsys, value):
    path = tmp_path / "forged.rls"
    for name in NAMES:
        path.write_bytes(forged(lambda manifest, name=name: manifest.update({name: value})))
        assert run(["info", str(path)]) in (0, 1), name
        assert "Traceback" not in capsys.readouterr().err


def test_info_and_opening_refuse_a_session_without_a_present_alike(tmp_path, capsys):
    path = tmp_path / "forged.rls"
    path.write_bytes(forged(lambda manifest: manifest.update(values=[])))
    assert run(["info", str(path)]) == 1
    said = capsys.readouterr().err.strip()
    with pytest.raises(BadFileError) as refused:
        load_session(path)
    assert said == str(refused.value)
