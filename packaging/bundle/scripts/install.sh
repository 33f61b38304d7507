#!/bin/sh
# Installs the playground for this user, or removes it, with a Python that is on this computer. No network, no root.
# As install-linux.sh, install-macos.command, uninstall-linux.sh and uninstall-macos.command: its name says which.
files=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)/files
wanted=$(cat -- "$files/pythons.txt" 2>/dev/null)
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in zh*) chinese=1 ;; *) chinese= ;; esac
case ${0##*/} in uninstall*) words=--uninstall ;; *) words= ;; esac

say() { if [ "$chinese" ]; then printf '%s\n' "$2"; else printf '%s\n' "$1"; fi; }

finish() {
    # A window that was opened for this alone would close before anybody has read it.
    case ${0##*/} in *.command) if [ -t 0 ]; then say "Press Enter." "请按回车键。"; read -r _; fi ;; esac
    exit "$1"
}

if [ -z "$wanted" ]; then
    say "This copy of the bundle is incomplete. Copy or unpack it again, all of it. Nothing was changed." \
        "这份安装包不完整。请重新完整地复制或解压。没有改动任何内容。"
    finish 1
fi

named=
for version in $wanted; do
    named="$named python$version /usr/local/bin/python$version /opt/homebrew/bin/python$version"
    named="$named /Library/Frameworks/Python.framework/Versions/$version/bin/python$version"
done
# On macOS /usr/bin/python3 is no Python, but an offer to download two gigabytes of developer tools.
case $(command -v python3) in /usr/bin/python3) [ "$(uname)" = Darwin ] || named="$named python3" ;; *) named="$named python3" ;; esac

others=
for name in $named python; do
    found=$(command -v "$name" 2>/dev/null) || continue
    version=$("$found" -c 'import sys, venv; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
    case " $wanted " in
    *" $version "*)
        PYTHONPATH=$files PYTHONDONTWRITEBYTECODE=1 "$found" -P -s -m bundle.laptop $words
        finish $?
        ;;
    esac
    case " $others " in *" $version "*) ;; *) others="$others $version" ;; esac
done

list=$(printf '%s' "$wanted" | sed 's/ /, /g')
if [ "$others" ]; then
    say "The bundle needs Python $list, and this computer has$others. Nothing was changed." \
        "安装包需要 Python $list，而这台计算机上的是$others。没有改动任何内容。"
else
    say "The bundle needs Python $list, and this computer has none that works. Nothing was changed." \
        "安装包需要 Python $list，而这台计算机上没有可用的 Python。没有改动任何内容。"
fi
say "Install one of these, or take the installer that needs no Python: see teacher.html." \
    "请安装其中一个版本，或使用不需要 Python 的安装程序：见 teacher-zh.html。"
finish 1
