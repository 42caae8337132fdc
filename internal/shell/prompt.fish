# The profile in the prompt of fish, before the one that is there. That is asked
# first, for it may look at $status and $pipestatus.
if not functions -q __fob_prompt_before
    if functions -q fish_prompt
        functions -c fish_prompt __fob_prompt_before
    else
        function __fob_prompt_before
            echo '> '
        end
    end
end
function fish_prompt --description 'The profile, then the prompt that was there'
    set -l before (__fob_prompt_before)
    set -l text (command fob prompt --shell fish 2>/dev/null)
    test -z "$text"; or echo -ns $text ' '
    string join \n -- $before
end
