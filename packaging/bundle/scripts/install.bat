@echo off
rem Installs the playground for this user, or removes it, with a Python that is on this computer. No network, no
rem administrator. As install-windows.bat and uninstall-windows.bat: its name says which.
setlocal
chcp 65001 >nul
set "files=%~dp0files"
set "words="
set "wanted="
set "name=%~n0"
if /i "%name:~0,9%"=="uninstall" set "words=--uninstall"
if not exist "%files%\pythons.txt" goto incomplete
set /p wanted=<"%files%\pythons.txt"
set "PYTHONPATH=%files%"
set "PYTHONDONTWRITEBYTECODE=1"
for %%v in (%wanted%) do (
    call py -%%v -c "import venv" >nul 2>nul
    if not errorlevel 1 (
        set "python=py -%%v"
        goto found
    )
)
rem (Where Python is kept by a manager of versions, these may be .bat files, which do not come back without `call`.)
rem Without Python, Windows has a python.exe that opens its shop and answers 9009.
set "python=python"
call python -c "import sys, venv; sys.exit('.'.join(map(str, sys.version_info[:2])) not in '%wanted%'.split())" >nul 2>nul
if errorlevel 1 goto none

:found
call %python% -P -s -m bundle.laptop %words%
set code=%errorlevel%
goto finish

:incomplete
echo This copy of the bundle is incomplete. Copy or unpack it again, all of it. Nothing was changed.
set code=1
goto finish

:none
type "%files%\no-python.txt"
set code=1

:finish
rem A window that a double click opened would close before anybody has read it.
setlocal enabledelayedexpansion
set "without=!cmdcmdline:%~f0=!"
if not "!without!"=="!cmdcmdline!" pause
exit /b %code%
