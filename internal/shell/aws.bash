# Completion of `aws --profile`; everything else of aws stays as it was.
function _fob_aws {
  local fob_line=${COMP_LINE:0:COMP_POINT} fob_spec
  local fob_asked='[[:blank:]]--profile([[:blank:]]+|=)([^[:blank:]'\''"]|\\.|'\''[^'\'']*$|"[^"]*$)*$'
  if [[ $fob_line =~ $fob_asked ]]; then
    _fob_complete "$@"
    return 0
  fi
  fob_spec=${_fob_aws_before-}
  if [[ -z $fob_spec ]] && type -t aws_completer >/dev/null; then fob_spec='-C aws_completer'; fi
  if [[ $fob_spec =~ -F\ ([^ ]+) ]]; then
    "${BASH_REMATCH[1]}" "$@" || return
  elif [[ $fob_spec =~ -C\ \'?([^\']+)\'? ]]; then
    local IFS=$'\n' fob_command=${BASH_REMATCH[1]%% aws}
    export COMP_LINE COMP_POINT
    COMPREPLY=($(eval "$fob_command \"\$@\"")) || :
  else
    compopt -o default 2>/dev/null || :
  fi
  return 0
}
function _fob_aws_load {
  local fob_spec
  fob_spec=$(complete -p aws 2>/dev/null) || fob_spec=
  if [[ $fob_spec != *_fob_aws* ]]; then _fob_aws_before=${fob_spec% aws}; fi
  complete -F _fob_aws aws
}
_fob_aws_load
