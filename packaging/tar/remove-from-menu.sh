#!/bin/sh
# Takes back what add-to-menu.sh did. The program, your files and your settings stay.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
(cd "$here/share" && find . -type f) | while IFS= read -r file; do
    rm -f "$share/$file"
done
sh "$here/refresh-menu.sh" "$share"
# The lists that were just made anew go as well where nothing else of this user stands in them.
lists() { # FOLDER OF THE FILES, FOLDER OF THE LISTS, LISTS...
    if [ -z "$(find "$share/$1" -type f ! -name '*.cache' 2>/dev/null)" ]; then
        (cd "$share/$2" 2>/dev/null && shift 2 && rm -f "$@") || true # it is gone already
    fi
}
lists applications applications mimeinfo.cache
lists icons/hicolor icons/hicolor icon-theme.cache
lists mime/packages mime XMLnamespaces aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic \
    types version
rmdir "$share/mime/application" 2>/dev/null || true
(cd "$here/share" && find . -depth -type d ! -name .) | while IFS= read -r folder; do
    rmdir "$share/$folder" 2>/dev/null || true # something else is in it
done
echo "RL Playground is no longer in the menu. To remove the program, delete its folder."
