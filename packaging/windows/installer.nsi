; The installer for Windows: for one person, without an administrator; told by `/S` to be silent, by `/D=FOLDER` where to.
; Compiled by nsis.py, which says ${VERSION}, ${VERSION_OF_FOUR}, ${KILOBYTES}, ${MEGABYTES}, ${TARGET}, ${MADE} (a folder with
; the lists that are made from what is installed), ${LONGEST_FOLDER} (characters that leave room for those), ${APP_ICON}, ${DOCUMENT_ICON}, ${OUT} and, where files are signed, ${SIGN}.
;
; Exit codes: 0 done; 1 cancelled; 2 a file could not be written; 4 this Windows is too old; 5 the program is running;
; 6 a file of the installed version could not be deleted; 7 too little room; 8 the folder's name is too long.

Target ${TARGET}
SetCompressor /SOLID lzma ; a dictionary of 64 MB instead of 8 saves 1.4 %, and takes half as long again to compile
SetDateSave off ; so that the same files give the same installer
AllowSkipFiles off ; half a program is worse than none
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10
ManifestLongPathAware true
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\RL Playground"
InstallDirRegKey HKCU "Software\Microsoft\Windows\CurrentVersion\Uninstall\rl-playground" "InstallLocation"
Name "$(APP_NAME)"
BrandingText "RL Playground ${VERSION}"
!ifdef SIGN
!finalize '${SIGN} "%1"'
!uninstfinalize '${SIGN} "%1"'
!endif

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"
!include "FileFunc.nsh"

!define WINDOW "RL Playground.exe"
!define TERMINAL "playground.exe"
!define CLASSES "Software\Classes"
!define WINDOWS "Software\Microsoft\Windows\CurrentVersion"
!define UNINSTALL "${WINDOWS}\Uninstall\rl-playground"
!define MENU_ENTRY "$SMPROGRAMS\RL Playground.lnk"
!define DESKTOP_ENTRY "$DESKTOP\RL Playground.lnk"

!define MUI_ICON "${APP_ICON}"
!define MUI_UNICON "${APP_ICON}"
!define MUI_ABORTWARNING
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English" ; the first is taken where Windows speaks neither
!insertmacro MUI_LANGUAGE "SimpChinese"
!include "words.nsh"
!include "${MADE}\kinds.nsh"

VIProductVersion "${VERSION_OF_FOUR}"
!macro VERSION_INFO LANGUAGE NAME TITLE
    VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "${NAME}"
    VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${TITLE}"
    VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
    VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
    VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "RL Playground"
!macroend
!insertmacro VERSION_INFO ${LANG_ENGLISH} "RL Playground" "RL Playground installer"
!insertmacro VERSION_INFO ${LANG_SIMPCHINESE} "强化学习游乐场" "强化学习游乐场安装程序"

; A program that runs holds its own file, so that nobody can write to it.
!macro STOP_WHILE_RUNNING PREFIX
Function ${PREFIX}StopWhileRunning
    Pop $1 ; the folder
    again:
    ClearErrors
    ${If} ${FileExists} "$1\${WINDOW}"
        FileOpen $0 "$1\${WINDOW}" a
        FileClose $0
    ${EndIf}
    ${If} ${FileExists} "$1\${TERMINAL}"
        FileOpen $0 "$1\${TERMINAL}" a
        FileClose $0
    ${EndIf}
    ${If} ${Errors}
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IS_RUNNING)" /SD IDCANCEL IDRETRY again
        SetErrorLevel 5
        Quit
    ${EndIf}
FunctionEnd
!macroend
!insertmacro STOP_WHILE_RUNNING ""
!insertmacro STOP_WHILE_RUNNING "un."

!macro ASSOCIATE NAME SUFFIX MIME
    !define TYPE "${CLASSES}\RLPlayground.${NAME}"
    WriteRegStr HKCU "${TYPE}" "" "$(KIND_${NAME})"
    WriteRegStr HKCU "${TYPE}\DefaultIcon" "" "$INSTDIR\document.ico"
    WriteRegStr HKCU "${TYPE}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
    WriteRegStr HKCU "${CLASSES}\.${SUFFIX}\OpenWithProgids" "RLPlayground.${NAME}" ""
    ReadRegStr $0 HKCU "${CLASSES}\.${SUFFIX}" ""
    ReadRegStr $1 HKLM "${CLASSES}\.${SUFFIX}" ""
    ${If} "$0$1" == "" ; else somebody else's file has this suffix, and the menu "Open with" is enough
        WriteRegStr HKCU "${CLASSES}\.${SUFFIX}" "" "RLPlayground.${NAME}"
        WriteRegStr HKCU "${CLASSES}\.${SUFFIX}" "Content Type" "${MIME}"
    ${EndIf}
    WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\SupportedTypes" ".${SUFFIX}" ""
    !undef TYPE
!macroend

!macro DISSOCIATE NAME SUFFIX MIME
    DeleteRegKey HKCU "${CLASSES}\RLPlayground.${NAME}"
    DeleteRegValue HKCU "${CLASSES}\.${SUFFIX}\OpenWithProgids" "RLPlayground.${NAME}"
    DeleteRegKey /ifempty HKCU "${CLASSES}\.${SUFFIX}\OpenWithProgids"
    ReadRegStr $0 HKCU "${CLASSES}\.${SUFFIX}" ""
    ${If} $0 == "RLPlayground.${NAME}"
        DeleteRegValue HKCU "${CLASSES}\.${SUFFIX}" ""
        DeleteRegValue HKCU "${CLASSES}\.${SUFFIX}" "Content Type"
    ${EndIf}
    DeleteRegKey /ifempty HKCU "${CLASSES}\.${SUFFIX}"
!macroend

!macro TELL_EXPLORER
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; the kinds of files changed
!macroend

Function StopWithoutRoom ; before the installed version is gone
    ClearErrors
    ${GetRoot} "$INSTDIR" $0
    ${DriveSpace} "$0\" "/D=F /S=M" $1
    ${IfNot} ${Errors}
        StrCpy $2 ${MEGABYTES}
        ${If} $1 < $2
            MessageBox MB_OK|MB_ICONSTOP "$(NO_ROOM)" /SD IDOK
            SetErrorLevel 7
            Quit
        ${EndIf}
    ${EndIf}
FunctionEnd

Function StopWhereTooLong ; before the installed version is gone
    ReadRegDWORD $0 HKLM "SYSTEM\CurrentControlSet\Control\FileSystem" "LongPathsEnabled" ; "" where it is not set
    StrLen $1 "$INSTDIR"
    ${If} $0 <> 1
    ${AndIf} $1 > ${LONGEST_FOLDER}
        MessageBox MB_OK|MB_ICONSTOP "$(TOO_LONG)" /SD IDOK
        SetErrorLevel 8
        Quit
    ${EndIf}
FunctionEnd

Function RemoveInstalledVersion
    ReadRegStr $2 HKCU "${UNINSTALL}" "InstallLocation"
    ${If} ${FileExists} "$2\Uninstall.exe"
        Push $2
        Call StopWhileRunning
        DetailPrint "$(REMOVES_OLD)"
        ExecWait '"$2\Uninstall.exe" /S _?=$2' $3 ; it has the list of what it installed
        ${If} $3 <> 0
            MessageBox MB_OK|MB_ICONSTOP "$(OLD_STAYS)" /SD IDOK
            SetErrorLevel $3
            Quit
        ${EndIf}
        Delete "$2\Uninstall.exe"
        RMDir "$2"
    ${EndIf}
FunctionEnd

Section "$(APP_NAME)"
    SectionIn RO
    Call StopWithoutRoom
    Call StopWhereTooLong
    Push $INSTDIR
    Call StopWhileRunning
    Call RemoveInstalledVersion

    ; First what takes it away again, should the rest fail.
    SetOutPath "$INSTDIR"
    WriteUninstaller "$INSTDIR\Uninstall.exe"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "$(APP_NAME)"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW}"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1

    !include "${MADE}\install.nsh"
    SetOutPath "$INSTDIR"
    File "/oname=document.ico" "${DOCUMENT_ICON}"

    CreateShortcut "${MENU_ENTRY}" "$INSTDIR\${WINDOW}"
    WriteRegStr HKCU "${WINDOWS}\App Paths\${TERMINAL}" "" "$INSTDIR\${TERMINAL}"
    WriteRegStr HKCU "${WINDOWS}\App Paths\${TERMINAL}" "Path" "$INSTDIR"
    WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}" "FriendlyAppName" "$(APP_NAME)"
    WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
    !insertmacro EACH_KIND ASSOCIATE
    !insertmacro TELL_EXPLORER
SectionEnd

Section /o "$(ON_DESKTOP)" DESKTOP
    CreateShortcut "${DESKTOP_ENTRY}" "$INSTDIR\${WINDOW}"
SectionEnd

Function .onInit
    SetShellVarContext current
    SetRegView 64
    ${IfNot} ${AtLeastWin10}
        MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
        SetErrorLevel 4
        Quit
    ${EndIf}
    ${If} ${FileExists} "${DESKTOP_ENTRY}" ; who had it wants it after an update too
        SectionSetFlags ${DESKTOP} 1
    ${EndIf}
FunctionEnd

Function un.onInit
    SetShellVarContext current
    SetRegView 64
FunctionEnd

; Takes away what was installed, file by file, and nothing else: the folder may be one that other things lie in.
Section "Uninstall"
    Push $INSTDIR
    Call un.StopWhileRunning
    ClearErrors
    !include "${MADE}\delete.nsh"
    Delete "$INSTDIR\document.ico"
    ${If} ${Errors}
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(FILES_STAY)" /SD IDOK
        SetErrorLevel 6
        Quit ; whoever tries again finds the entry in Windows' list still there
    ${EndIf}
    !include "${MADE}\remove.nsh"
    Delete "${MENU_ENTRY}"
    Delete "${DESKTOP_ENTRY}"
    DeleteRegKey HKCU "${WINDOWS}\App Paths\${TERMINAL}"
    DeleteRegKey HKCU "${CLASSES}\Applications\${WINDOW}"
    !insertmacro EACH_KIND DISSOCIATE
    !insertmacro TELL_EXPLORER
    DeleteRegKey HKCU "${UNINSTALL}"
    Delete "$INSTDIR\Uninstall.exe"
    RMDir "$INSTDIR"
SectionEnd
