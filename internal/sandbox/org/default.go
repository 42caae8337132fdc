package org

import (
	_ "embed"
	"time"

	"github.com/fobcli/fob/internal/ident"
)

//go:embed sample.yaml
var sample string

// Sample is a commented organisation file, to begin one's own from. It parses
// to what Default returns.
func Sample() string { return sample }

// Default is the organisation of the guide: two accounts, two roles in each,
// and one user.
func Default() *Organisation {
	both := []ident.AccountID{"111122223333", "444455556666"}
	o := &Organisation{
		Instance:  defaultInstance(),
		Lifetimes: defaultLifetimes(),
		Rotation:  RotationGrace,
		Users:     []User{{Name: "you@example.com", DisplayName: "You"}},
		Groups:    []Group{{Name: "Developers", Members: []string{"you@example.com"}}},
		Accounts: []Account{
			{
				ID: both[0], Name: "DeveloperAccount", Email: "dev-admin@example.com",
				Buckets: []string{"my-company-dev-artifacts", "my-company-dev-logs"},
			},
			{
				ID: both[1], Name: "ProductionAccount", Email: "prod-admin@example.com",
				Buckets: []string{"my-company-prod-artifacts", "my-company-prod-backups", "my-company-prod-logs"},
			},
		},
		PermissionSets: []PermissionSet{
			{Name: "ReadOnly", SessionDuration: time.Hour},
			{Name: "AdministratorAccess", SessionDuration: time.Hour},
		},
		Assignments: []Assignment{{
			Group:          "Developers",
			PermissionSets: []ident.RoleName{"ReadOnly", "AdministratorAccess"},
			Accounts:       both,
		}},
		IAMRoles: []IAMRole{{
			ARN:                "arn:aws:iam::444455556666:role/CrossAccountReader",
			MaxSessionDuration: time.Hour,
			Trust:              []Trust{{Principals: []string{"111122223333"}}},
		}},
	}
	return o.seal()
}

func defaultInstance() Instance {
	return Instance{
		ARN:             "arn:aws:sso:::instance/ssoins-1234567890abcdef",
		IdentityStoreID: "d-1234567890",
		Region:          "us-east-1",
		StartURL:        "https://my-company.awsapps.com/start",
	}
}

// defaultLifetimes are AWS's own where they are known. How long AWS keeps an
// authorization code good is not published; one minute is enough for every client.
func defaultLifetimes() Lifetimes {
	return Lifetimes{
		Session:            8 * time.Hour,
		AccessToken:        time.Hour,
		LegacyAccessToken:  8 * time.Hour,
		AuthorizationCode:  time.Minute,
		DeviceCode:         10 * time.Minute,
		ClientRegistration: 90 * 24 * time.Hour,
	}
}
