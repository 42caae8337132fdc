package org

import (
	"errors"
	"fmt"
	"slices"
)

// Error is something wrong in an organisation file, and where.
type Error struct {
	File         string // as given to Parse
	Line, Column int    // from 1; zero when it is about nothing that is written
	Message      string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// maxErrors is how many problems are told at once: more help nobody.
const maxErrors = 10

// Parse reads an organisation file. name is used in messages only. What the
// file leaves out of instance and lifetimes is as in Default.
//
// Errors: *Error for YAML that cannot be read, with an unknown key among them;
// otherwise the first ten *Error, joined, in the order of the file. A name
// that refers to nothing is one.
func Parse(name string, data []byte) (*Organisation, error) {
	shape, err := readShape(data)
	if err != nil {
		if e, ok := errors.AsType[*Error](err); ok {
			e.File = name
		}
		return nil, err
	}
	c := checker{org: &Organisation{Instance: defaultInstance(), Lifetimes: defaultLifetimes(), Rotation: RotationGrace}}
	c.file(shape)
	if err := c.err(name); err != nil {
		return nil, err
	}
	return c.org.seal(), nil
}

// checker turns the shapes of a file into an Organisation and collects what is
// wrong on the way, so that a person sees it all at once.
type checker struct {
	org      *Organisation
	problems []*Error
}

func (c *checker) fail(at text, format string, args ...any) {
	c.problems = append(c.problems, &Error{Line: at.line, Column: at.column, Message: fmt.Sprintf(format, args...)})
}

func (c *checker) err(file string) error {
	slices.SortStableFunc(c.problems, func(a, b *Error) int { return a.Line - b.Line })
	var all []error
	for i, p := range c.problems {
		p.File = file
		if i == maxErrors {
			all = append(all, fmt.Errorf("%s: and %d more", file, len(c.problems)-maxErrors))
			break
		}
		all = append(all, p)
	}
	return errors.Join(all...)
}

// file reads the parts in an order in which each refers to earlier ones only.
func (c *checker) file(f fileShape) {
	if f.Instance != nil {
		c.instance(*f.Instance)
	}
	if f.Lifetimes != nil {
		c.lifetimes(*f.Lifetimes)
	}
	if t := f.Rotation; t.s != "" {
		c.org.Rotation = word(c, t, t, "refreshTokenRotation", ParseRotation)
	}
	c.faults(f.Faults)
	if f.Throttle != nil {
		c.throttle(*f.Throttle)
	}
	c.users(f.Users)
	c.groups(f.Groups)
	c.accounts(f.Accounts)
	c.sets(f.PermissionSets)
	c.assignments(f.Assignments)
	c.iamUsers(f.IAMUsers)
	c.iamRoles(f.IAMRoles)
	c.containers(f.Containers)
	if f.EC2Instance != nil {
		c.ec2(*f.EC2Instance)
	}
	if len(c.org.Users) == 0 && len(c.problems) == 0 {
		c.fail(text{}, "has no users: nobody could sign in")
	}
}
