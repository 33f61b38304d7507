"""Files for a Linux desktop: menu entry, file types, icons, man page, completion."""
