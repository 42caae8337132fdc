package fsx

import (
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// Holder is who holds a lock. It stands in a file beside the lock, because on
// Windows nobody else can read a file that is locked. What a holder that was
// killed leaves there is written over by the next one.
type Holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host,omitempty"` // the home may be on several
	What  string    `json:"what,omitempty"` // what it is doing: "fob exec"
	Since time.Time `json:"since"`
}

// String tells who it is: "process 4711 (fob exec), since 12:03:05".
func (h Holder) String() string {
	if h.PID == 0 {
		return "another process"
	}
	text := fmt.Sprintf("process %d", h.PID)
	if here, err := os.Hostname(); err == nil && h.Host != "" && h.Host != here {
		text += " on " + h.Host
	}
	if h.What != "" {
		text += " (" + h.What + ")"
	}
	return text + ", since " + h.Since.Local().Format("15:04:05")
}

// HolderOf reads who holds the lock at path; zero when that is not known. It
// is meant for people: the holder may be gone by the time it is read.
func HolderOf(path string) Holder {
	var h Holder
	data, err := os.ReadFile(holderPath(path))
	if err != nil || json.Unmarshal(data, &h) != nil {
		return Holder{}
	}
	return h
}

func holderPath(lock string) string { return lock + ".holder" }

// sign writes down who holds the lock. Where it cannot, nobody is told, and
// the lock is as good.
func sign(lock, what string) {
	host, _ := os.Hostname()
	data, err := json.Marshal(Holder{PID: os.Getpid(), Host: host, What: what, Since: time.Now().UTC()})
	if err == nil {
		_ = os.WriteFile(holderPath(lock), data, privateFile)
	}
}

// unsign empties the file rather than removing it: Windows removes no file
// that somebody is reading.
func unsign(lock string) { _ = os.Truncate(holderPath(lock), 0) }
