// Command teller is a program that fob runs in the proofs: it tells its
// arguments and ends with the code in TELLER_CODE. With TELLER_WAIT it first
// waits for that many Ctrl-C.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"strconv"
)

func main() {
	interrupts := make(chan os.Signal, 8)
	signal.Notify(interrupts, os.Interrupt)
	if err := json.NewEncoder(os.Stdout).Encode(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for range number("TELLER_WAIT") {
		<-interrupts
		fmt.Println("interrupted")
	}
	os.Exit(number("TELLER_CODE"))
}

func number(variable string) int {
	n, err := strconv.Atoi(os.Getenv(variable))
	if err != nil {
		return 0
	}
	return n
}
