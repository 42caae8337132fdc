# Completion of `aws --profile`; everything else of aws stays as it was.
do --env {
    let others = $env.config.completions.external.completer?
    $env.config.completions.external.completer = {|spans|
        let at = $spans | length
        let asked = $spans.0 in ["aws", "aws.exe"] and $at > 1 and (
            ($spans | last) =~ '^--profile=' or ($spans | get ($at - 2)) == "--profile")
        if $asked {
            try { do { ^fob complete nu ...$spans } | complete | get stdout | from json | get candidates } catch { null }
        } else if $others == null { null } else { do $others $spans }
    }
}
