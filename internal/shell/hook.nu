# fob in nu: `fob use PROFILE` switches this shell. Every other line is none of
# this file's business: a command of two words leaves the program alone. What
# the program answers is data, never evaluated.
@complete external
def --env --wrapped "fob use" [...words] {
    let answer = with-env { FOB_HOOK: "nu/1" } { ^fob use ...$words }
    if not ($answer | str starts-with "fob-hook 1") { return $answer }
    for line in ($answer | lines) {
        let fact = $line | split row --number 2 " "
        match $fact.0 {
            "previous" => { $env.FOB_PREVIOUS = $fact.1 }
            "profile" => {
                hide-env --ignore-errors {{contrary}}
                $env.AWS_PROFILE = $fact.1
            }
            "region" => {
                $env.AWS_REGION = $fact.1
                $env.AWS_DEFAULT_REGION = $fact.1
            }
            "none" => { hide-env --ignore-errors AWS_PROFILE AWS_DEFAULT_PROFILE }
        }
    }
}
