# fob in fish: `fob use PROFILE` switches this shell; every other line goes to
# the program as it is. What the program answers is data, never evaluated.
function fob --description 'Credentials from AWS IAM Identity Center'
    if test "$argv[1]" != use
        # fish runs functions in the foreground, whatever the line says. Where it
        # has one fob alone, without quotes and redirections, the & is its own.
        set -l typed (status current-commandline | string collect)
        set typed (string replace -ra '\'[^\']*\'|"[^"]*"' q -- $typed | string replace -ra '[<>]&[-\d]*|&>' '>' | string collect)
        if string match -qr '^\s*(\w+=\S* +)*fob\b[^;&|()\n]*&(?![&|]|(?s:.*)\bfob\b)' -- $typed
            command fob $argv &
            return
        end
        command fob $argv
        return
    end
    set -l answer (FOB_HOOK=fish/1 FOB_PREVIOUS="$__fob_previous" command fob $argv)
    or return
    if test "$answer[1]" != 'fob-hook 1'
        test -z "$answer"; or printf '%s\n' $answer
        return 0
    end
    for line in $answer
        set -l fact (string split -m 1 ' ' -- $line)
        switch $fact[1]
            case previous
                set -g __fob_previous $fact[2]
            case profile
                __fob_clear {{contrary}}
                set -gx AWS_PROFILE $fact[2]
            case region
                set -gx AWS_REGION $fact[2]
                set -gx AWS_DEFAULT_REGION $fact[2]
            case none
                __fob_clear AWS_PROFILE AWS_DEFAULT_PROFILE
        end
    end
end

# Takes variables out of this shell's environment. One that is universal stays
# so for the other shells: here an unexported one stands before it.
function __fob_clear
    for name in $argv
        set -eg $name
        set -qU $name; and set -gu $name
    end
    return 0
end
