"""The verbs of dev.py: each prepares what it needs, then does its one thing."""

from __future__ import annotations

import os
import subprocess
import sys

import environment
from talk import StopError

USAGE = """\
python3 packaging/dev.py VERB [words]

  run [-- words]    set everything up and open the window; words go to the command line:
                    run -- train --env CartPole-v1 --algo dqn --preset tutorial --save out.rlp
  test [words]      set everything up and run all checks; words go to pytest: test -- -k gamma
  test --slow       the slow tests too
  test --packaging  the tests that build installers and install them in a fresh system: as root, on Debian, for an hour
  check             only look at the code, which takes seconds: ruff, mypy, and who imports whom; test does so too
  installer [names] build what is given to users: deb, tar, windows, macos, bundle; all that this system can by default
  bench [names]     measure speed, learning, memory and start-up; bench --help says more
  bench faults      prove that no damaged file, failing disk or killed process costs anybody a run
  screens [FOLDER]  take pictures of the window in every state, and put twelve on a sheet; screens --help says more
  translate         for maintainers: bring resources/locale up to date with the texts of the program
  translate --check only say which texts have no translation yet, and fail where any is missing
  gallery-policies  for maintainers: train the policies of the gallery anew, into resources/gallery
  lock              for maintainers: write anew, after a pin changed, what the installers are built from
"""


def run(words: list[str]) -> int:
    """Open the window, or do what `words` say on the command line."""
    return _replace_by([str(environment.prepare()), "-P", "-m", "playground", *words])


PROCESSES = 3  # that run the tests side by side: every computer has two cores, and tests of the window wait for it
MARKED = {"--slow": "not packaging", "--packaging": "packaging"}  # which tests these words choose


def test(words: list[str]) -> int:
    """Run the tests, which include ruff, mypy and the import contract."""
    chosen = [word for word in words if word in MARKED]
    for word in chosen:
        words = ["-m", MARKED[word], *(other for other in words if other != word)]
    python = environment.prepare("test")
    os.chdir(environment.ROOT)
    side_by_side = [] if "--packaging" in chosen else ["-n", str(PROCESSES), "--dist", "worksteal"]
    return _replace_by([str(python), "-P", "-m", "pytest", *side_by_side, *words])


def check(words: list[str]) -> int:
    """Run ruff, mypy and the import contracts alone."""
    python = environment.prepare("test")
    return _replace_by([str(python), "-P", str(environment.ROOT / "packaging" / "checks.py"), *words])


def installer(words: list[str]) -> int:
    """Build the installers that `words` name."""
    import targets

    return targets.main(words)


def bench(words: list[str]) -> int:
    """Measure, beside Stable-Baselines3 and rejax where they do the same."""
    return _replace_by([str(environment.prepare("bench")), "-P", "-m", "tests.bench", *words])


def screens(words: list[str]) -> int:
    """Take pictures of the window, without a screen and away from anybody's settings."""
    python = environment.prepare("test")
    return _replace_by([str(python), "-P", "-m", "tests.screens", *words])


def translate(words: list[str]) -> int:
    """Collect the texts of the program for translation and compile the translations, or check that this was done."""
    python = environment.prepare("test")
    return _replace_by([str(python), "-P", str(environment.ROOT / "packaging" / "translations.py"), *words])


def gallery_policies(words: list[str]) -> int:
    """Train the policies that come with the program."""
    python = environment.prepare("test")
    return _replace_by([str(python), "-P", str(environment.ROOT / "packaging" / "gallery_policies.py"), *words])


def lock(words: list[str]) -> int:
    """Pin by hash what the installers are built from."""
    python = environment.prepare("lock")
    return _replace_by([str(python), "-P", str(environment.ROOT / "packaging" / "freeze" / "lock.py"), *words])


VERBS = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "screens": screens,
    "installer": installer,
    "translate": translate,
    "gallery-policies": gallery_policies,
    "lock": lock,
}


def main(words: list[str]) -> int:
    """Do the verb that `words` begin with; return the exit code."""
    if words[:1] in (["-h"], ["--help"]):
        print(USAGE, end="")
        return 0
    if not words or words[0] not in VERBS:
        print(USAGE, end="", file=sys.stderr)
        return 2
    rest = [word for index, word in enumerate(words[1:]) if (index, word) != (0, "--")]
    try:
        return VERBS[words[0]](rest)
    except StopError as stop:
        print(f"{stop.details}\n{stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is half-made is noticed and made anew the next time.", file=sys.stderr)
        return 130


def _replace_by(command: list[str]) -> int:
    """Become `command`, with the threads of the numeric libraries limited to the one that we use."""
    surroundings = os.environ | {"OMP_NUM_THREADS": "1"}
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(command[0], command, surroundings)
    with subprocess.Popen(command, env=surroundings) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue  # the child got it too, and may have something to save first
