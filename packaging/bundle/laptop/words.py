"""Texts of the installation, in English and in Chinese."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache


class StopError(Exception):
    """The reason why the installation cannot go on.

    The message says why, what to do, and what was left untouched. `details` are the words of the program that failed,
    shown above the message.
    """

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


def say(text: str) -> None:
    """Print a sentence."""
    print(text, flush=True)


def t(text: str, **values: object) -> str:
    """Return `text` in the language of this computer, with `values` in their places."""
    return (CHINESE.get(text, text) if _is_chinese() else text).format(**values)


@cache
def _is_chinese() -> bool:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if language := os.environ.get(variable):
            return language.startswith("zh")
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x04)
    if sys.platform == "darwin":
        command = ["defaults", "read", "-g", "AppleLanguages"]
        answer = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        return answer.lstrip('( \n"').startswith("zh")
    return False


CHINESE = {
    "Stopped. What is half-made is removed when you install the next time.":
        "已停止。未完成的部分会在下次安装时删除。",
    "This copy of the bundle is incomplete. Copy or unpack it again, all of it. Nothing was changed.":
        "这份安装包不完整。请重新完整地复制或解压。没有改动任何内容。",
    "This bundle is for {wanted}, and this computer is {system} with a processor {machine}. Take the bundle for this one. Nothing was changed.":
        "这个安装包适用于 {wanted}，而这台计算机是 {system}，处理器为 {machine}。请使用适合这台计算机的安装包。没有改动任何内容。",
    "This Python ({python}) is a 32-bit program, and the bundle needs a 64-bit one. Nothing was changed.":
        "这个 Python（{python}）是 32 位程序，而安装包需要 64 位的 Python。没有改动任何内容。",
    "This Python is {version}, and the bundle holds what Python {wanted} needs. Nothing was changed.":
        "这个 Python 的版本是 {version}，而安装包适用于 Python {wanted}。没有改动任何内容。",
    "This Python ({python}) is incomplete: venv, ssl or zlib is missing. Install Python from python.org or your system's packages. Nothing was changed.":
        "这个 Python（{python}）不完整：缺少 venv、ssl 或 zlib。请从 python.org 或系统软件源安装 Python。没有改动任何内容。",
    "This Linux has another C library than glibc, which the bundle needs (Alpine, for instance, has musl). Nothing was changed.":
        "这个 Linux 的 C 库不是安装包需要的 glibc（例如 Alpine 用的是 musl）。没有改动任何内容。",
    "This system is too old: it has {name} {found}, and the bundle needs {oldest} or newer. Nothing was changed.":
        "这个系统太旧：它的 {name} 是 {found}，而安装包需要 {oldest} 或更新的版本。没有改动任何内容。",
    "The playground needs {needed} MB in {place}, and {free} MB are free. Make room there and start this again. Nothing was changed.":
        "强化学习游乐场在 {place} 需要 {needed} MB，而剩余空间为 {free} MB。请腾出空间后重新运行。没有改动任何内容。",
    "These files of the bundle are missing or damaged, so none was used: {names}. Copy or unpack the bundle again. Nothing was changed.":
        "安装包中的这些文件缺失或已损坏，因此没有使用任何文件：{names}。请重新复制或解压安装包。没有改动任何内容。",
    "{folder} cannot be written: it is read-only, full or not yours. Nothing was installed.":
        "无法写入 {folder}：它是只读的、已满，或不属于你。没有安装任何内容。",
    "The playground is being installed or removed already, in another window. Nothing was changed.":
        "另一个窗口正在安装或卸载强化学习游乐场。没有改动任何内容。",
    "The playground {version} is installed already, in {folder}.":
        "强化学习游乐场 {version} 已经安装在 {folder}。",
    "The playground {version} is installed, in {folder}.":
        "强化学习游乐场 {version} 安装完成，位于 {folder}。",
    "Installing the playground {version} with Python {python}; that takes one to five minutes.":
        "正在用 Python {python} 安装强化学习游乐场 {version}，需要一到五分钟。",
    "pip could not install everything; its reason is above. What was half-made is removed again.":
        "pip 未能完成安装，原因见上文。未完成的部分已经删除。",
    "The playground was installed but does not start. A virus scanner may hold back its files: look there, then start this again.":
        "强化学习游乐场已安装，但无法启动。杀毒软件可能扣下了它的文件：请检查杀毒软件，然后重新运行。",
    "Checking this computer.":
        "正在检查这台计算机。",
    "{folder} is in use and stays until the next time. Close the playground before you install.":
        "{folder} 正在使用，留到下次再删除。请在安装前关闭强化学习游乐场。",
    "A file could not be written; the reason is above. What was half-made is removed when you install the next time.":
        "有文件无法写入，原因见上文。未完成的部分会在下次安装时删除。",
    "A file is held by another program: a virus scanner, one that synchronises the folder (OneDrive, say), or the playground itself. Close the playground, and start this again. What is half-made is removed then.":
        "有文件正被其他程序占用：杀毒软件、同步该文件夹的程序（例如 OneDrive），或强化学习游乐场本身。请关闭强化学习游乐场后重新运行。届时会删除未完成的部分。",
    "The disk is full. Make room and start this again: what was half-made is removed then.":
        "磁盘已满。请腾出空间后重新运行：届时会删除未完成的部分。",
    "The playground is not installed for this user. Nothing was changed.":
        "没有为当前用户安装强化学习游乐场。没有改动任何内容。",
    "Not everything could be removed: {folder} is in use. Close the playground and start this again.":
        "未能全部删除：{folder} 正在使用。请关闭强化学习游乐场后重新运行。",
    "The playground is removed. Your files stay, and so do your settings; `playground doctor` said where those are.":
        "强化学习游乐场已卸载。你的文件和设置都保留着；设置的位置见 `playground doctor` 的报告。",
    "{file} was left as it is: it is not from this bundle.":
        "{file} 保持原样：它不是由这个安装包创建的。",
    "In the menu: RL Playground. On the command line: {command}":
        "在菜单中：强化学习游乐场（RL Playground）。在命令行中：{command}",
}  # fmt: skip
