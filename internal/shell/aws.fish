# Completion of `aws --profile`; fish keeps what else it knows of aws.
complete -c aws -l profile -x -a '(__fob_complete)'
