# The profile in the prompt of nu, before the one that is there. That is asked
# first, for it may look at LAST_EXIT_CODE.
do --env {
    let before = $env.PROMPT_COMMAND?
    let is_closure = ($before | describe) == "closure"
    if $is_closure and (view source $before) =~ "fob prompt --shell nu" { return }
    $env.PROMPT_COMMAND = {||
        let old = if $is_closure { do $before } else { $before | default "" }
        let text = try { ^fob prompt --shell nu | complete | get stdout } catch { "" }
        if ($text | is-empty) { $old } else { $"($text) ($old)" }
    }
}
