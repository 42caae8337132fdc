# Completion of fob in nu, in front of the completer that is there.
do --env {
    let others = $env.config.completions.external.completer?
    $env.config.completions.external.completer = {|spans|
        if $spans.0 not-in ["fob", "fob.exe", "fob use"] {
            return (if $others == null { null } else { do $others $spans })
        }
        let answer = try { do { ^fob complete nu ...$spans } | complete | get stdout | from json } catch { null }
        match $answer.kind? {
            "list" => $answer.candidates
            null | "files" => null
            _ => {
                let rest = $spans | skip ($answer.kind | split row " " | last | into int)
                if $others == null or ($rest | length) < 2 { null } else { do $others $rest }
            }
        }
    }
}
