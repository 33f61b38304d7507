"""`playground info` of a session file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from playground.cli.main import run

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
