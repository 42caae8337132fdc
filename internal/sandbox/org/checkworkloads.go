package org

import (
	"strings"

	"github.com/fobcli/fob/internal/ident"
)

// defaultInstanceID is the machine's when the file gives none.
const defaultInstanceID = "i-0123456789abcdef0"

func (c *checker) containers(list []containerShape) {
	seen := map[string]int{}
	for _, s := range list {
		if !c.need(s.Name, first(s.Role, s.AuthorizationToken), "name of the container") {
			continue
		}
		unique(c, seen, s.Name.s, s.Name, "container")
		if !wordy(s.Name.s) || !isSessionName(s.Name.s) {
			c.fail(s.Name, "container %q: want 2 to 64 letters, digits or hyphens", s.Name.s)
		}
		c.workloadRole(s.Role, s.Name)
		c.org.Containers = append(c.org.Containers, Container{s.Name.s, s.Role.s, ident.Secret(s.AuthorizationToken.s)})
	}
}

func (c *checker) ec2(s ec2Shape) {
	i := EC2Instance{ID: s.ID.s, RoleARN: s.Role.s}
	if i.ID == "" {
		i.ID = defaultInstanceID
	}
	if digits, ok := strings.CutPrefix(i.ID, "i-"); !ok || len(digits) != 17 || strings.Trim(digits, "0123456789abcdef") != "" {
		c.fail(s.ID, "instance id %q: want i- and 17 hexadecimal digits", i.ID)
	}
	c.workloadRole(s.Role, s.ID)
	c.org.EC2Instance = i
}

func (c *checker) workloadRole(t, item text) {
	if c.need(t, item, "role") {
		_, ok := byKey(c.org.IAMRoles, func(r IAMRole) string { return r.ARN })[t.s]
		known(c, ok, t, "role")
	}
}
