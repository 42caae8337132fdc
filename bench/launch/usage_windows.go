package main

import "os"

// peak is not told by Windows in what os.ProcessState keeps.
func peak(*os.ProcessState) int64 { return 0 }
