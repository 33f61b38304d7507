#!/bin/sh
# Shows the program in the menu of this user, and opens its files by a double click. Needs no administrator.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
mkdir -p "$share"
cp -R "$here/share/." "$share/"
# The menu has to be told where the program lies. In Exec, these characters mean something else, some of them twice over.
quoted=$(printf '%s' "$here/playground" | sed -e 's/\\/\\\\\\\\/g' -e 's/["`$]/\\\\&/g' -e 's/%/%%/g')
case $here in
    *[%=]*) start='nice -n 0 ' ;; # the first word must hold neither; nice takes any word as it stands
    *) start= ;;
esac
entry=$share/applications/rl-playground.desktop
{
    while IFS= read -r line; do
        case $line in
            Exec=*) printf 'Exec=%s"%s" %%f\n' "$start" "$quoted" ;;
            *) printf '%s\n' "$line" ;;
        esac
    done <"$here/share/applications/rl-playground.desktop"
} >"$entry.new"
mv "$entry.new" "$entry"
sh "$here/refresh-menu.sh" "$share"
echo "RL Playground is in the menu now. Keep this folder where it is, or run this again after moving it."
