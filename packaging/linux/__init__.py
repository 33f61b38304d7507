"""What a Linux desktop and its shells are told of the program: menu entry, file types, icons, man page, completion."""
