# Completion of fob in bash. The program reads the line as it is typed, so
# quotes, and what COMP_WORDBREAKS tears apart, are its business.
function _fob_complete {
  local IFS=$'\n' fob_flags=$- fob_lines
  set -o noglob
  fob_lines=($(FOB_LINE=${COMP_LINE:0:COMP_POINT} FOB_REPLACED=${2-} command fob complete bash 2>/dev/null)) || fob_lines=()
  if [[ $fob_flags != *f* ]]; then set +o noglob; fi
  COMPREPLY=()
  case ${fob_lines[0]-} in
    list) COMPREPLY=("${fob_lines[@]:1}") ;;
    files) compopt -o default 2>/dev/null || : ;;
    command\ *) _fob_command "$@" ;;
  esac
  return 0
}
# The line of another program, behind fob exec: its own completion where
# bash-completion is loaded, else names of commands and files.
function _fob_command {
  local fob_at=1
  while [[ $fob_at -lt $COMP_CWORD && ${COMP_WORDS[fob_at]} != -- ]]; do fob_at=$((fob_at + 1)); done
  unset IFS
  if [[ $(type -t _comp_command_offset) == function && $fob_at -lt $COMP_CWORD ]]; then
    _comp_command_offset $((fob_at + 1)) || :
  elif [[ $(type -t _command_offset) == function && $fob_at -lt $COMP_CWORD ]]; then
    _command_offset $((fob_at + 1)) || :
  elif [[ $fob_at -eq $((COMP_CWORD - 1)) ]]; then
    local IFS=$'\n'
    COMPREPLY=($(compgen -c -- "${2-}")) || :
  else
    compopt -o default 2>/dev/null || :
  fi
}
complete -F _fob_complete fob fob.exe
