@echo off
rem fob in cmd: fob use PROFILE switches this shell. Run once, this file makes a
rem macro that calls it for that; every other line goes to the program as it is.
rem What the program answers is data, never evaluated.
if "%~1"=="use" goto use
doskey fob=if "$1"=="use" ("%~f0" $*) else fob.exe $*
exit /b 0

:use
rem The words go by the environment: FOR would lose commas and signs.
set FOB_LINE=%*
set "FOB_HOOK=cmd/1"
set "FOB_EXIT=0"
for /f "tokens=1* delims= " %%a in ('fob.exe use') do (
  if "%%a"=="previous" set "FOB_PREVIOUS=%%b"
  if "%%a"=="profile" for %%v in ({{contrary}}) do set "%%v="
  if "%%a"=="profile" set "AWS_PROFILE=%%b"
  if "%%a"=="region" for %%v in (AWS_REGION AWS_DEFAULT_REGION) do set "%%v=%%b"
  if "%%a"=="none" for %%v in (AWS_PROFILE AWS_DEFAULT_PROFILE) do set "%%v="
  if "%%a"=="exit" set "FOB_EXIT=%%b"
)
set "FOB_LINE="
set "FOB_HOOK="
set "FOB_EXIT=" & exit /b %FOB_EXIT%
