# The profile in the prompt of zsh. Where prompts are evaluated, a variable
# holds it; $? stays what it was, as zsh sees to itself.
function _fob_prompt {
  local fob_subst=0 fob_bang=0
  if [[ -o prompt_subst ]]; then fob_subst=1; fi
  if [[ -o prompt_bang ]]; then fob_bang=1; fi
  emulate -L zsh
  typeset -g _fob_prompt_text _fob_prompt_shown
  _fob_prompt_text=$(command fob prompt --shell zsh 2>/dev/null) || _fob_prompt_text=
  if [[ -n $_fob_prompt_text ]]; then _fob_prompt_text+=' '; fi
  if ((fob_bang)); then _fob_prompt_text=${_fob_prompt_text//\!/!!}; fi
  PROMPT=${PROMPT#"$_fob_prompt_shown"}
  if ((fob_subst)); then _fob_prompt_shown='${_fob_prompt_text}'; else _fob_prompt_shown=$_fob_prompt_text; fi
  PROMPT=$_fob_prompt_shown$PROMPT
}
typeset -ga precmd_functions
precmd_functions=("${(@)precmd_functions[@]:#_fob_prompt}" _fob_prompt)
