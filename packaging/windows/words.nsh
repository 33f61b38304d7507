; What the installer says itself, in both languages; the rest comes with NSIS.

!macro SAY NAME ENGLISH CHINESE
    LangString ${NAME} ${LANG_ENGLISH} "${ENGLISH}"
    LangString ${NAME} ${LANG_SIMPCHINESE} "${CHINESE}"
!macroend

!insertmacro SAY APP_NAME "RL Playground" "强化学习游乐场"
!insertmacro SAY ON_DESKTOP "Shortcut on the desktop" "桌面快捷方式"
!insertmacro SAY REMOVES_OLD "Removing the version that is installed" "正在移除已安装的版本"
!insertmacro SAY IS_RUNNING "RL Playground is running. Close its windows and try again.$\r$\n$\r$\nNothing was changed." "强化学习游乐场正在运行。请关闭它的窗口后重试。$\r$\n$\r$\n什么都没有改变。"
!insertmacro SAY OLD_STAYS "The installed version could not be removed: a program holds one of its files, or the disk is read-only. Restart the computer and try again.$\r$\n$\r$\nThe new version was not installed." "无法移除已安装的版本：它的某个文件被其他程序占用，或磁盘为只读。请重新启动电脑后重试。$\r$\n$\r$\n新版本没有安装。"
!insertmacro SAY FILES_STAY "Some files in $INSTDIR could not be deleted: a program holds them, or the disk is read-only. Restart the computer and uninstall once more.$\r$\n$\r$\nWhat you saved yourself is untouched." "$INSTDIR 中的某些文件无法删除：它们被其他程序占用，或磁盘为只读。请重新启动电脑后再次卸载。$\r$\n$\r$\n你自己保存的内容没有受到影响。"
!insertmacro SAY TOO_OLD "RL Playground needs Windows 10 or 11, and this one is older.$\r$\n$\r$\nNothing was installed." "强化学习游乐场需要 Windows 10 或 11，而这台电脑的系统版本较旧。$\r$\n$\r$\n什么都没有安装。"
!insertmacro SAY NO_ROOM "There is too little room on the disk of $INSTDIR: $1 MB are free, and $2 MB are needed. Make room, or choose another disk.$\r$\n$\r$\nNothing was changed." "$INSTDIR 所在的磁盘空间不足：可用 $1 MB，需要 $2 MB。请腾出空间，或选择其他磁盘。$\r$\n$\r$\n什么都没有改变。"
!insertmacro SAY TOO_LONG "The name of the folder $INSTDIR has $1 characters, and Windows takes ${LONGEST_FOLDER} there. Choose another folder; or ask whoever looks after this computer to set LongPathsEnabled to 1 in the registry, below HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\FileSystem.$\r$\n$\r$\nNothing was changed." "文件夹 $INSTDIR 的路径有 $1 个字符，而 Windows 在此最多允许 ${LONGEST_FOLDER} 个。请选择其他文件夹，或请管理这台电脑的人在注册表 HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\FileSystem 下把 LongPathsEnabled 设为 1。$\r$\n$\r$\n什么都没有改变。"
