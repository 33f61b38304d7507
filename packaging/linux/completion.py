"""Completion for bash, zsh and fish.

The scripts hold all words, so that no key press starts the program.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from linux.words import Command, Flag

SUFFIXES = ("rlp", "rls", "rlr")  # what the program opens without a verb
_HEAD = "# Completion for the RL Playground, written from the program's own list of words when it was packed.\n"


def bash(program: Command) -> str:
    """Return the script for bash-completion's folder.

    It also works where that package is missing.
    """
    commands = program.all()
    ways = "|".join(f'"{" ".join(command.words)}"' for command in commands[1:])
    lines = [
        _HEAD + "_playground() {",
        "    local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} way= longer i",
        "    for ((i = 1; i < COMP_CWORD; i++)); do",
        "        longer=${way:+$way }${COMP_WORDS[i]}",
        f"        case $longer in {ways}) way=$longer ;; esac",
        "    done",
        "    COMPREPLY=()",
        '    case "$way $before" in',
    ]
    for command in commands:
        for flag in command.flags:
            if flag.names and flag.value:
                asked = "|".join(f'"{" ".join(command.words)} {name}"' for name in flag.names)
                lines.append(f"    {asked}) {_bash_value(flag)}; return ;;")
    lines += ["    esac", '    case "$current" in -*)', '        case "$way" in']
    for command in commands:
        names = " ".join(name for flag in command.flags for name in flag.names)
        lines.append(f'        "{" ".join(command.words)}") _playground_words "{names}" ;;')
    lines += ["        esac", "        return ;;", "    esac", '    case "$way" in']
    for command in commands:
        steps = [f'_playground_words "{" ".join(verb.words[-1] for verb in command.verbs)}"'] if command.verbs else []
        steps += [_bash_files(files) for files in _places(command)]
        if steps:
            lines.append(f'    "{" ".join(command.words)}") {"; ".join(steps)} ;;')
    lines += ["    esac", "}", _BASH_HELPERS + "complete -F _playground playground", ""]
    return "\n".join(lines)


_BASH_HELPERS = """\
_playground_words() {
    local word
    for word in $1; do
        [[ $word == "$current"* ]] && COMPREPLY+=("$word")
    done
    [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
    return 0
}
_playground_files() {
    local found suffix
    compopt -o filenames 2>/dev/null
    while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen -d -- "$current")
    for suffix in "$@"; do
        while IFS= read -r found; do
            [[ -d $found ]] || COMPREPLY+=("$found")
        done < <(compgen -f -X "!*$suffix" -- "$current")
    done
    return 0
}
"""


def fish(program: Command) -> str:
    """Return the script for fish's folder of completions."""
    lines = [_HEAD + "complete -c playground -f"]
    for command in program.all():
        here = _fish_condition(command)
        for verb in command.verbs:
            lines.append(f"complete -c playground -n {here} -a {verb.words[-1]} -d {_fish_quoted(verb.text)}")
        for flag in command.flags:
            for name in flag.names:
                kind = f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
                value = f" -x{_fish_value(flag)}" if flag.value else ""
                lines.append(f"complete -c playground -n {here} {kind}{value} -d {_fish_quoted(flag.text)}")
        for suffixes in _places(command):
            files = _fish_files(suffixes)
            lines.append(f"complete -c playground -n {here} -a {files}")
    return "\n".join(lines) + "\n"


def zsh(program: Command) -> str:
    """Return the function for zsh's folder of completions."""
    lines = ["#compdef playground", _HEAD]
    for command in reversed(program.all()):  # a function before what calls it
        lines += [f"{_zsh_function(command)}() {{", *(f"    {line}" for line in _zsh_body(command)), "}"]
    return "\n".join([*lines, '_playground "$@"', ""])


def _zsh_body(command: Command) -> list[str]:
    specs = [_zsh_spec(flag) for flag in command.flags]
    if command.verbs:
        verbs = " ".join(_quoted(f"{verb.words[-1]}:{verb.text}") for verb in command.verbs)
        specs += ["'1: :->verb'", "'*:: :->rest'"]
        files = f"; {_zsh_files(SUFFIXES)}" if not command.words else ""
        return [
            "local context state state_descr line",
            "local -A opt_args",
            f"local -a verbs=({verbs})",
            f"_arguments -C {' '.join(specs)} && return",
            "case $state in",
            f"verb) _describe -t verbs verb verbs{files} ;;",
            "rest) case $words[1] in",
            *(f"    {verb.words[-1]}) {_zsh_function(verb)} ;;" for verb in command.verbs),
            "    esac ;;",
            "esac",
        ]
    return [f"_arguments {' '.join(specs)}"]


def _zsh_function(command: Command) -> str:
    return "_".join(["_playground", *(word.replace("-", "_") for word in command.words)])


def _zsh_spec(flag: Flag) -> str:
    if flag.is_file:
        action = _zsh_files(flag.suffixes)
    elif flag.choices and flag.choices[0].endswith("="):
        action = f"compadd -S '' - {' '.join(flag.choices)}"
    elif flag.choices:
        action = f"({' '.join(flag.choices)})"
    else:
        action = " "
    if not flag.names:
        return _quoted(f"{'*' if flag.many else '1'}:{_zsh_escaped(flag.value)}:{action}")
    text = _zsh_escaped(flag.text)
    if not flag.value:
        return " ".join(_quoted(f"{name}[{text}]") for name in flag.names)
    return " ".join(_quoted(f"*{name}=[{text}]:{_zsh_escaped(flag.value)}:{action}") for name in flag.names)


def _zsh_files(suffixes: Iterable[str]) -> str:
    endings = "|".join(suffixes)
    return f'_files -g "*.({endings})(-.)"' if endings else "_files"


def _zsh_escaped(text: str) -> str:
    for special in "\\[]:":
        text = text.replace(special, f"\\{special}")
    return text


def _places(command: Command) -> list[tuple[str, ...]]:
    """Return the suffixes of the files that `command` takes by their place.

    There are none where it takes no file.
    """
    if not command.words:
        return [SUFFIXES]
    return [flag.suffixes for flag in command.flags if flag.is_file and not flag.names]


def _bash_value(flag: Flag) -> str:
    if flag.is_file:
        return _bash_files(flag.suffixes)
    return f'_playground_words "{" ".join(flag.choices)}"' if flag.choices else ":"


def _bash_files(suffixes: tuple[str, ...]) -> str:
    return f"_playground_files {' '.join(f'.{suffix}' for suffix in suffixes) or repr('')}"


def _fish_value(flag: Flag) -> str:
    if flag.is_file:
        return f" -a {_fish_files(flag.suffixes)}"
    return f" -a {_fish_quoted(' '.join(flag.choices))}" if flag.choices else ""


def _fish_files(suffixes: tuple[str, ...]) -> str:
    return _fish_quoted(
        " ".join(f"(__fish_complete_suffix .{suffix})" for suffix in suffixes) or "(__fish_complete_path)"
    )


def _fish_condition(command: Command) -> str:
    seen = [f"__fish_seen_subcommand_from {word}" for word in command.words]
    if command.verbs:
        seen.append(f"not __fish_seen_subcommand_from {' '.join(verb.words[-1] for verb in command.verbs)}")
    return _fish_quoted("; and ".join(seen))


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _quoted(text: str) -> str:
    return shlex.quote(text)
