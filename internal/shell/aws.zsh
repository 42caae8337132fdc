# Completion of `aws --profile`; everything else of aws stays as it was.
function _fob_aws {
  if [[ ${words[CURRENT-1]} == --profile || $PREFIX == --profile=* ]]; then
    _fob_complete
  elif [[ -n $_fob_aws_before ]]; then
    eval "$_fob_aws_before"
  elif (( $+commands[aws_completer] && $+functions[_bash_complete] )); then
    _bash_complete -C aws_completer
  else
    _default
  fi
}
function _fob_aws_load {
  precmd_functions=("${(@)precmd_functions[@]:#_fob_aws_load}")
  if (( ! ${+functions[compdef]} )) || [[ ${_comps[aws]-} == _fob_aws ]]; then return 0; fi
  typeset -g _fob_aws_before=${_comps[aws]-}
  compdef _fob_aws aws
}
# At the first prompt: what else there is for aws may come behind this line.
typeset -ga precmd_functions
precmd_functions=("${(@)precmd_functions[@]:#_fob_aws_load}" _fob_aws_load)
