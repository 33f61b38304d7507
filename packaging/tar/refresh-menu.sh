#!/bin/sh
# Lets the desktop read its menu and its file types anew, where it has what does that; otherwise it does at the next login.
update-desktop-database "$1/applications" 2>/dev/null || true
update-mime-database "$1/mime" 2>/dev/null || true
gtk-update-icon-cache -q -t "$1/icons/hicolor" 2>/dev/null || true
