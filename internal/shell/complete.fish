# Completion of fob in fish, which quotes for itself what it is given.
function __fob_complete
    set -l words (commandline -xpc 2>/dev/null; or commandline -opc)
    set -l answer (command fob complete fish $words (commandline -ct) 2>/dev/null)
    switch "$answer[1]"
        case list
            printf '%s\n' $answer[2..-1]
        case files
            __fish_complete_path (commandline -ct)
        case 'command *'
            set -l at (math (string replace 'command ' '' -- $answer[1]) + 1)
            set -l rest
            test $at -le (count $words); and set rest (string escape -- $words[$at..-1])
            complete -C (string join ' ' -- $rest (commandline -ct))
    end
end
complete -c fob -e
complete -c fob -f -a '(__fob_complete)'
