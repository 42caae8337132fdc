# fob in zsh: `fob use PROFILE` switches this shell; every other line goes to
# the program as it is. What the program answers is data, never evaluated.
function fob {
  if [[ ${1-} != use ]]; then
    command fob "$@" || return
    return 0
  fi
  emulate -L zsh
  local fob_answer fob_line
  fob_answer=$(FOB_HOOK=zsh/1 FOB_PREVIOUS=${__fob_previous-} command fob "$@") || return
  if [[ $fob_answer != 'fob-hook 1'* ]]; then
    if [[ -n $fob_answer ]]; then print -r -- "$fob_answer"; fi
    return 0
  fi
  while [[ -n $fob_answer ]]; do
    fob_line=${fob_answer%%$'\n'*}
    fob_answer=${fob_answer#"$fob_line"}
    fob_answer=${fob_answer#$'\n'}
    case $fob_line in
      'previous '*)
        typeset -g __fob_previous=${fob_line#previous } ;;
      'profile '*)
        unset {{contrary}}
        export AWS_PROFILE="${fob_line#profile }" ;;
      'region '*)
        export AWS_REGION="${fob_line#region }" AWS_DEFAULT_REGION="${fob_line#region }" ;;
      none)
        unset AWS_PROFILE AWS_DEFAULT_PROFILE ;;
    esac
  done
  return 0
}
