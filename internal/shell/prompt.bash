# The profile in the prompt of bash. A variable holds it, for what stands in PS1
# itself is evaluated; $? stays what it was.
function _fob_prompt {
  local fob_status=$?
  _fob_prompt_text=$(command fob prompt --shell bash 2>/dev/null) || _fob_prompt_text=
  if [[ -n $_fob_prompt_text ]]; then _fob_prompt_text+=' '; fi
  PS1=${PS1-}
  PS1=${PS1#"${_fob_prompt_shown-}"}
  if shopt -q promptvars; then _fob_prompt_shown='${_fob_prompt_text-}'; else _fob_prompt_shown=${_fob_prompt_text//\\/\\\\}; fi
  PS1=$_fob_prompt_shown$PS1
  return "$fob_status"
}
if [[ ${PROMPT_COMMAND[*]-} == *_fob_prompt* ]]; then :
elif [[ $(declare -p PROMPT_COMMAND 2>/dev/null) == 'declare -a'* ]]; then PROMPT_COMMAND+=(_fob_prompt)
else PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}_fob_prompt; fi
