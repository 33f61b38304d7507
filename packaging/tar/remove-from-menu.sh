#!/bin/sh
# Takes back what add-to-menu.sh did. The program, your files and your settings stay.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
share=${XDG_DATA_HOME:-$HOME/.local/share}
(cd "$here/share" && find . -type f) | while IFS= read -r file; do
    rm -f "$share/$file"
done
sh "$here/refresh-menu.sh" "$share"
echo "RL Playground is no longer in the menu. To remove the program, delete its folder."
