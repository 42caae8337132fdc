package org

import "slices"

// operations are what calls are counted, logged and refused by. The rooms own
// them; they stand here too so that a file which names another one can be
// told so with its line. A test holds the two together.
var operations = []string{
	"RegisterClient", "StartDeviceAuthorization", "CreateToken", "Authorize",
	"CreateToken/authorization_code", "CreateToken/device_code", "CreateToken/refresh_token",
	"ListAccounts", "ListAccountRoles", "GetRoleCredentials", "Logout",
	"GetCallerIdentity", "AssumeRole", "AssumeRoleWithWebIdentity",
	"ListBuckets",
	"ContainerCredentials", "InstanceToken", "InstanceMetadata",
}

// Operations lists every operation. CreateToken is there as a whole and by its
// grants.
func Operations() []string { return slices.Clone(operations) }
