"""The man page, in English and Chinese, from the words of the command line."""

from __future__ import annotations

from datetime import UTC, datetime

from linux.words import Command, Flag

_WORDS = {
    "en": {
        "NAME": "NAME",
        "SYNOPSIS": "SYNOPSIS",
        "DESCRIPTION": "DESCRIPTION",
        "OPTIONS": "OPTIONS",
        "VERBS": "VERBS",
        "FILES": "FILES",
        "EXIT": "EXIT STATUS",
        "MORE": "SEE ALSO",
        "manual": "User Commands",
        "short": "train, tune, stop, step through and replay reinforcement learning",
        "file": "FILE",
        "verb": "VERB",
        "flags": "options",
        "open": "With a file of its own alone, the program opens it in the window, as a double click on it does.",
        "kinds": (
            ("*.rlp", "a policy: the weights that act"),
            ("*.rls", "a session: a whole run, to go on with"),
            ("*.rlr", "a recipe: settings, seed and changes, a few kilobytes of JSON that make the same run again"),
        ),
        "exits": (
            ("0", "It is done."),
            ("1", "It failed; standard error says why and what to do."),
            ("2", "Wrong usage: an unknown name, or a value out of range."),
        ),
        "more": "playground VERB --help says all that a verb takes; playground train --help also lists environments, "
        "algorithms, presets and every hyperparameter. In the window, Help lists all keys.",
    },
    "zh_CN": {
        "NAME": "名称",
        "SYNOPSIS": "概要",
        "DESCRIPTION": "说明",
        "OPTIONS": "选项",
        "VERBS": "命令",
        "FILES": "文件",
        "EXIT": "退出状态",
        "MORE": "另见",
        "manual": "用户命令",
        "short": "训练、调整、暂停、单步查看并重播强化学习",
        "file": "文件",
        "verb": "命令",
        "flags": "选项",
        "open": "只给出一个本程序的文件时，程序会在窗口中打开它，与双击该文件相同。",
        "kinds": (
            ("*.rlp", "策略：做出动作的权重"),
            ("*.rls", "会话：一次完整的运行，可以接着进行"),
            ("*.rlr", "配方：设置、种子和改动，几千字节的 JSON，可以重现同一次运行"),
        ),
        "exits": (
            ("0", "已完成。"),
            ("1", "失败；标准错误输出会说明原因和该怎么做。"),
            ("2", "用法有误：名称未知，或数值超出范围。"),
        ),
        "more": "playground 命令 --help 会列出该命令的全部选项；playground train --help 还会列出环境、算法、预设和每个"
        "超参数。窗口的“帮助”菜单列出所有按键。",
    },
}


def man_page(program: Command, language: str, version: str, epoch: int) -> str:
    """Return the page in troff; `epoch`, in seconds, is its date."""
    words = _WORDS[language]
    date = datetime.fromtimestamp(epoch, UTC).date().isoformat()
    lines = [
        f'.TH PLAYGROUND 1 {date} "RL Playground {version}" "{words["manual"]}"',
        ".ad l",  # lines of Chinese cannot be stretched
        f".SH {words['NAME']}",
        f"playground \\- {words['short']}",
        f".SH {words['SYNOPSIS']}",
        ".B playground",
        f"[{_italic(str(words['file']))}]",
        ".br",
        ".B playground",
        f"{_italic(str(words['verb']))} [{_italic(str(words['flags']))}]",
        f".SH {words['DESCRIPTION']}",
        _plain(program.description),
        _plain(str(words["open"])),
        f".SH {words['OPTIONS']}",
        *_flags(program.flags),
        f".SH {words['VERBS']}",
    ]
    for command in program.all()[1:]:
        flags = tuple(flag for flag in command.flags if "--help" not in flag.names)  # told once, above
        lines += [f".SS playground {' '.join(command.words)}", _plain(command.description), *_flags(flags)]
    for heading, rows in (("FILES", "kinds"), ("EXIT", "exits")):
        lines.append(f".SH {words[heading]}")
        for name, text in words[rows]:
            lines += [".TP", _bold(name), _plain(text)]
    lines += [f".SH {words['MORE']}", _plain(str(words["more"]))]
    return "\n".join(lines) + "\n"


def _flags(flags: tuple[Flag, ...]) -> list[str]:
    lines = []
    for flag in flags:
        head = ", ".join(map(_bold, flag.names))
        lines += [".TP", " ".join(filter(None, (head, _italic(flag.value) if flag.value else ""))), _plain(flag.text)]
    return lines


def _plain(text: str) -> str:
    """Return text that troff takes literally.

    A line that begins with a dot or a quote would be a request.
    """
    escaped = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _bold(text: str) -> str:
    return f"\\fB{_plain(text)}\\fR"


def _italic(text: str) -> str:
    return f"\\fI{_plain(text)}\\fR"
