"""The installer for Windows, compiled for real around a stand-in for the program, and run under Wine.

Wine is no Windows: that the program itself runs there is tried on hosted machines, by .github/workflows/installers.yml.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = {"makensis": "nsis", "7z": "p7zip-full", "wine": "wine", "wineserver": "wine64", "localedef": "locales"}
EPOCH = 1_700_000_000
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\rl-playground"
APP_PATH = r"Software\Microsoft\Windows\CurrentVersion\App Paths\playground.exe"
INNER = {"_internal/base.dll", "_internal/torch/lib/torch_cpu.dll", "_internal/licences/of $HOME/许可 证.txt"}
SHIPPED = INNER | {"playground.exe", "RL Playground.exe"}

# A program that writes down what it was started with, and stays for as long as there is a file of the name `stay`.
STAND_IN = r"""
Target amd64-unicode
SilentInstall silent
RequestExecutionLevel user
OutFile "{out}"
Section
    FileOpen $0 "$EXEDIR\started" w
    FileWriteUTF16LE $0 "$CMDLINE"
    FileClose $0
    again:
    IfFileExists "$EXEDIR\stay" 0 done
    Sleep 20
    Goto again
    done:
SectionEnd
"""

_spec = importlib.util.spec_from_file_location("playground_wine", Path(__file__).with_name("wine.py"))
wine = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(wine)

pytestmark = pytest.mark.packaging


@pytest.fixture(scope="module", autouse=True)
def _tools():
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if missing and not _install(missing):
        pytest.skip(f"needs {', '.join(missing)} of Debian; .github/workflows/packaging-weekly.yml runs this")


def _install(packages):
    if sys.platform != "linux" or not shutil.which("apt-get"):
        return False
    code = "import sys, system_packages; sys.exit(not system_packages.install(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *packages]
    return subprocess.run(command, cwd=ROOT / "packaging", check=False).returncode == 0


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Return a folder with two versions of the installer, and the program that the second installs."""
    folder = tmp_path_factory.mktemp("windows")
    program = folder / "program"
    for name in INNER:
        (program / name).parent.mkdir(parents=True, exist_ok=True)
        (program / name).write_bytes(name.encode() * 1000)
    (folder / "stand-in.nsi").write_text(STAND_IN.format(out=program / "playground.exe"))
    subprocess.run(["makensis", "-V1", str(folder / "stand-in.nsi")], check=True)
    shutil.copy(program / "playground.exe", program / "RL Playground.exe")
    for drawing in ("app", "document"):
        words = [ROOT / "packaging/freeze/icons.py", ROOT / f"resources/icons/{drawing}.svg", folder / f"{drawing}.ico"]
        subprocess.run([sys.executable, *map(str, words)], check=True)
    (program / "_internal/gone.dll").write_text("of the first version only")
    _compile(folder, "1.0", "one.exe")
    (program / "_internal/gone.dll").unlink()
    _compile(folder, "1.1rc2", "two.exe")
    return folder


def _compile(folder, version, name):
    code = (
        "import sys; from pathlib import Path; from windows import nsis; folder, version, out = sys.argv[1:]; "
        "folder = Path(folder); icons = nsis.Icons(folder / 'app.ico', folder / 'document.ico'); "
        f"nsis.compile_installer(folder / 'program', icons, version, {EPOCH}, folder / out, folder / 'lists')"
    )
    command = [sys.executable, "-c", code, str(folder), version, name]
    surroundings = os.environ | {"LC_ALL": "C"}  # makensis by itself dies of Chinese names there
    made = subprocess.run(
        command, cwd=ROOT / "packaging", env=surroundings, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr


@pytest.fixture
def windows(tmp_path):
    computer = wine.Windows(tmp_path / "wine")
    yield computer
    computer.close()


def _installed(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_installer_holds_the_program_and_says_its_version(made):
    listed = subprocess.run(["7z", "l", "-slt", made / "two.exe"], capture_output=True, text=True, check=True).stdout
    held = {line[7:] for line in listed.splitlines() if line.startswith("Path = ")}
    assert {name for name in held if not name.startswith(("$", "/"))} == SHIPPED | {"document.ico", "Uninstall.exe"}
    assert "SubType = NSIS-3 Unicode 64-bit" in listed
    data = (made / "two.exe").read_bytes()
    assert "1.1rc2".encode("utf-16-le") in data
    assert "强化学习游乐场".encode("utf-16-le") in data


def test_the_same_program_gives_the_same_installer(made):
    _compile(made, "1.1rc2", "again.exe")
    assert (made / "again.exe").read_bytes() == (made / "two.exe").read_bytes()


def test_it_installs_in_silence_for_one_person_and_leaves_nothing_when_it_is_uninstalled(made, windows):
    files, registry = windows.files(), windows.registry()
    assert windows.run(made / "two.exe", "/S") == 0
    assert _installed(windows.program) == SHIPPED | {"document.ico", "Uninstall.exe"}
    torch = "_internal/torch/lib/torch_cpu.dll"
    assert (windows.program / torch).read_bytes() == (made / "program" / torch).read_bytes()
    entry = windows.registry()[UNINSTALL]
    assert '"DisplayVersion"="1.1rc2"' in entry
    assert any(line.startswith('"QuietUninstallString"=') and line.endswith('Uninstall.exe" /S"') for line in entry)
    assert any(line.startswith('"EstimatedSize"=dword:') for line in entry)
    windows.run(windows.program / "Uninstall.exe", "/S")  # which copies itself, to delete itself too
    windows.wait()
    assert windows.files() - files == {f"users/{windows.home.name}/AppData/Local/Programs"}  # a folder of Windows
    assert {key: values for key, values in windows.registry().items() if _is_ours(key, values)} == {
        key: values for key, values in registry.items() if _is_ours(key, values)
    }


def _is_ours(key, values):
    return any(word in f"{key} {values}".lower() for word in ("playground", r"classes\.rl"))


def test_the_uninstaller_leaves_what_it_did_not_bring(made, windows):
    assert windows.run(made / "two.exe", "/S") == 0
    (windows.program / "playground-data").mkdir()
    (windows.program / "playground-data" / "settings.ini").write_text("mine")
    (windows.program / "_internal" / "mine.txt").write_text("mine")
    windows.run(windows.program / "Uninstall.exe", "/S")
    windows.wait()
    assert _installed(windows.program) == {"playground-data/settings.ini", "_internal/mine.txt"}


def test_each_kind_of_file_opens_with_the_program(made, windows):
    assert windows.run(made / "two.exe", "/S") == 0
    windows.find_what_the_user_has()
    for suffix in ("rlp", "rls", "rlr"):
        (windows.program / "started").unlink(missing_ok=True)
        file = windows.home / f"my run {suffix}.{suffix}"
        file.write_text("{}")
        windows.run("start", "/wait", f"C:\\users\\{windows.home.name}\\{file.name}")
        said = wine.wait_for(windows.program / "started")
        assert said.endswith(f'RL Playground.exe" "C:\\users\\{windows.home.name}\\{file.name}"')


def test_the_command_is_found_by_its_name(made, windows):
    assert windows.run(made / "two.exe", "/S") == 0
    windows.find_what_the_user_has()
    windows.run("start", "/wait", "playground.exe", "doctor")
    assert wine.wait_for(windows.program / "started").endswith(" doctor")


def test_a_suffix_that_somebody_elses_program_has_stays_with_it(made, windows):
    windows.run("reg", "add", r"HKCU\Software\Classes\.rlp", "/ve", "/d", "Other.File", "/f")
    assert windows.run(made / "two.exe", "/S") == 0
    assert windows.registry()[r"Software\Classes\.rlp"] == {'@="Other.File"'}
    assert r"Software\Classes\.rlp\OpenWithProgids" in windows.registry()
    assert windows.uninstall() == 0
    assert windows.registry()[r"Software\Classes\.rlp"] == {'@="Other.File"'}


def test_an_update_takes_away_what_only_the_old_version_had_and_keeps_the_shortcut_on_the_desktop(made, windows):
    assert windows.run(made / "one.exe", "/S") == 0
    assert (windows.program / "_internal/gone.dll").exists()
    desktop = windows.home / "Desktop"
    desktop.mkdir(exist_ok=True)
    menu = windows.home / "AppData/Roaming/Microsoft/Windows/Start Menu/Programs"
    shutil.copy(menu / "RL Playground.lnk", desktop)
    assert windows.run(made / "two.exe", "/S") == 0
    assert _installed(windows.program) == SHIPPED | {"document.ico", "Uninstall.exe"}
    assert (desktop / "RL Playground.lnk").exists()
    assert '"DisplayVersion"="1.1rc2"' in windows.registry()[UNINSTALL]


def test_an_update_goes_where_the_program_was_installed(made, windows):
    assert windows.run(made / "one.exe", "/S", r"/D=C:\Ours\RL") == 0
    assert windows.run(made / "two.exe", "/S") == 0
    folder = windows.prefix / "drive_c/Ours/RL"
    assert _installed(folder) == SHIPPED | {"document.ico", "Uninstall.exe"}
    assert windows.registry()[APP_PATH] == {
        r'@="C:\Ours\RL\playground.exe"',
        r'"Path"="C:\Ours\RL"',
    }


CHINESE = "C:\\课堂 第一周\\强化学习 RL"


def test_it_is_installed_opened_updated_and_removed_in_a_folder_with_chinese_letters_and_spaces(made, windows):
    assert windows.install(made / "one.exe", CHINESE) == 0
    folder = windows.prefix / "drive_c/课堂 第一周/强化学习 RL"
    assert windows.run(made / "two.exe", "/S") == 0
    assert _installed(folder) == SHIPPED | {"document.ico", "Uninstall.exe"}
    windows.find_what_the_user_has()
    file = windows.home / "我的 策略.rlp"
    file.write_text("{}")
    windows.run("start", "/wait", f"C:\\users\\{windows.home.name}\\{file.name}")
    said = wine.wait_for(folder / "started")
    assert said.endswith(f'{CHINESE}\\RL Playground.exe" "C:\\users\\{windows.home.name}\\{file.name}"')
    (folder / "started").unlink()
    windows.run(folder / "Uninstall.exe", "/S")
    windows.wait()
    assert not folder.exists()
    assert UNINSTALL not in windows.registry()


def test_a_folder_whose_name_is_too_long_is_refused_unless_windows_takes_long_paths(made, windows):
    longest = max(len(name) for name in SHIPPED)
    folder = "C:\\" + "长" * (259 - longest - len("C:\\") - 1)
    assert windows.install(made / "two.exe", f"{folder}长") == 8
    assert [path.name for path in (windows.prefix / "drive_c").iterdir() if "长" in path.name] == []
    assert windows.install(made / "two.exe", folder) == 0
    windows.run(f"{folder}\\Uninstall.exe", "/S")
    windows.wait()
    key = r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem"
    windows.run("reg", "add", key, "/v", "LongPathsEnabled", "/t", "REG_DWORD", "/d", "1", "/f")
    assert windows.install(made / "two.exe", f"{folder}长") == 0


def test_while_the_program_runs_it_is_neither_updated_nor_uninstalled(made, windows):
    assert windows.run(made / "one.exe", "/S") == 0
    before = _installed(windows.program)
    (windows.program / "stay").touch()
    running = windows.start(windows.program / "RL Playground.exe")
    wine.wait_for(windows.program / "started")
    assert windows.run(made / "two.exe", "/S") == 5
    assert windows.uninstall() == 5
    assert _installed(windows.program) == before | {"stay", "started"}
    (windows.program / "stay").unlink()
    assert running.wait(60) == 0
    assert windows.run(made / "two.exe", "/S") == 0


def test_an_old_windows_is_told_so_and_nothing_is_installed(made, windows):
    windows.run("winecfg", "-v", "win7")
    assert windows.run(made / "two.exe", "/S") == 4
    assert not windows.program.exists()


def test_a_chinese_windows_is_spoken_to_in_chinese(made, tmp_path):
    locales = tmp_path / "locales"
    locales.mkdir()
    subprocess.run(["localedef", "-i", "zh_CN", "-f", "UTF-8", locales / "zh_CN.UTF-8"], check=True)
    windows = wine.Windows(tmp_path / "wine", "zh", locales)
    assert windows.run(made / "two.exe", "/S") == 0
    registry = windows.registry()
    assert registry[r"Software\Classes\RLPlayground.policy"] == {'@="强化学习策略"'}
    assert '"DisplayName"="强化学习游乐场"' in registry[UNINSTALL]
