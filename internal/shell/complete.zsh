# Completion of fob in zsh, which quotes for itself what it is given.
function _fob_complete {
  local -a fob_words fob_lines fob_texts fob_shown
  local fob_at
  fob_words=("${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}")
  fob_lines=("${(@f)$(command fob complete zsh "${fob_words[@]}" 2>/dev/null)}")
  case ${fob_lines[1]-} in
    list)
      for ((fob_at = 2; fob_at < $#fob_lines; fob_at += 2)); do
        fob_texts+=("$fob_lines[fob_at]")
        fob_shown+=("$fob_lines[fob_at+1]")
      done
      compadd -l -d fob_shown -a fob_texts || compadd -U -l -d fob_shown -a fob_texts ;;
    files) _files ;;
    command\ *)
      fob_at=${fob_lines[1]#command }
      words=("${(@)words[fob_at+1,-1]}")
      ((CURRENT -= fob_at))
      _normal ;;
  esac
}
# compinit may come behind this line: then fob waits for the first prompt.
if (( ${+functions[compdef]} )); then
  compdef _fob_complete fob fob.exe
else
  function _fob_complete_late {
    precmd_functions=("${(@)precmd_functions[@]:#_fob_complete_late}")
    if (( ${+functions[compdef]} )); then compdef _fob_complete fob fob.exe; fi
  }
  typeset -ga precmd_functions
  precmd_functions=("${(@)precmd_functions[@]:#_fob_complete_late}" _fob_complete_late)
fi
