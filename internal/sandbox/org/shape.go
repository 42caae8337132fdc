package org

// The shapes of the file. Every scalar is kept as text with its place, so that
// an account id keeps its leading zeros, quoted or not, and a message about it
// can say where it stands.
type (
	fileShape struct {
		Instance       *instanceShape   `yaml:"instance"`
		Lifetimes      *lifetimesShape  `yaml:"lifetimes"`
		Rotation       text             `yaml:"refreshTokenRotation"`
		Faults         []faultShape     `yaml:"faults"`
		Throttle       *throttleShape   `yaml:"throttle"`
		Users          []userShape      `yaml:"users"`
		Groups         []groupShape     `yaml:"groups"`
		Accounts       []accountShape   `yaml:"accounts"`
		PermissionSets []setShape       `yaml:"permissionSets"`
		Assignments    []assignShape    `yaml:"assignments"`
		IAMRoles       []iamRoleShape   `yaml:"iamRoles"`
		IAMUsers       []iamUserShape   `yaml:"iamUsers"`
		Containers     []containerShape `yaml:"containers"`
		EC2Instance    *ec2Shape        `yaml:"ec2Instance"`
	}
	containerShape struct {
		Name               text `yaml:"name"`
		Role               text `yaml:"role"`
		AuthorizationToken text `yaml:"authorizationToken"`
	}
	ec2Shape struct {
		ID   text `yaml:"id"`
		Role text `yaml:"role"`
	}
	instanceShape struct {
		StartURL        text   `yaml:"startUrl"`
		Aliases         []text `yaml:"aliases"`
		Region          text   `yaml:"region"`
		InstanceARN     text   `yaml:"instanceArn"`
		IdentityStoreID text   `yaml:"identityStoreId"`
	}
	faultShape struct {
		Kind           text `yaml:"fault"`
		Operation      text `yaml:"operation"`
		From           text `yaml:"from"`
		Until          text `yaml:"until"`
		Skip           text `yaml:"skip"`
		Share          text `yaml:"share"`
		Seed           text `yaml:"seed"`
		Count          text `yaml:"count"`
		Delay          text `yaml:"delay"`
		Status         text `yaml:"status"`
		RetryAfter     text `yaml:"retryAfter"`
		Skew           text `yaml:"skew"`
		BytesPerSecond text `yaml:"bytesPerSecond"`
		CallsPerSecond text `yaml:"callsPerSecond"`
		Burst          text `yaml:"burst"`
	}
	throttleShape struct {
		CallsPerSecond text `yaml:"callsPerSecond"`
		Burst          text `yaml:"burst"`
	}
	lifetimesShape struct {
		Session            text `yaml:"session"`
		AccessToken        text `yaml:"accessToken"`
		LegacyAccessToken  text `yaml:"legacyAccessToken"`
		AuthorizationCode  text `yaml:"authorizationCode"`
		DeviceCode         text `yaml:"deviceCode"`
		ClientRegistration text `yaml:"clientRegistration"`
	}
	userShape struct {
		UserName    text `yaml:"userName"`
		DisplayName text `yaml:"displayName"`
		UserStatus  text `yaml:"userStatus"`
	}
	groupShape struct {
		DisplayName text   `yaml:"displayName"`
		Members     []text `yaml:"members"`
	}
	accountShape struct {
		AccountID text   `yaml:"accountId"`
		Name      text   `yaml:"name"`
		Email     text   `yaml:"email"`
		Buckets   []text `yaml:"buckets"`
	}
	setShape struct {
		Name            text `yaml:"name"`
		SessionDuration text `yaml:"sessionDuration"`
		RoleIDSuffix    text `yaml:"roleIdSuffix"`
	}
	assignShape struct {
		User           text   `yaml:"user"`
		Group          text   `yaml:"group"`
		PermissionSets []text `yaml:"permissionSets"`
		Accounts       []text `yaml:"accounts"`
	}
	iamRoleShape struct {
		ARN                text         `yaml:"arn"`
		MaxSessionDuration text         `yaml:"maxSessionDuration"`
		ExternalID         text         `yaml:"externalId"`
		Trust              []trustShape `yaml:"trust"`
	}
	// trustShape may be written as the one principal that it names.
	trustShape struct {
		Principals     []text `yaml:"principals"`
		PermissionSets []text `yaml:"permissionSets"`
		Users          []text `yaml:"users"`
		Subjects       []text `yaml:"subjects"`
		Audiences      []text `yaml:"audiences"`
		ExternalIDs    []text `yaml:"externalIds"`
		MFA            text   `yaml:"mfa"`
		SourceIdentity text   `yaml:"sourceIdentity"`
		SessionTags    text   `yaml:"sessionTags"`
	}
	iamUserShape struct {
		ARN             text `yaml:"arn"`
		AccessKeyID     text `yaml:"accessKeyId"`
		SecretAccessKey text `yaml:"secretAccessKey"`
		MFASerial       text `yaml:"mfaSerial"`
		MFASeed         text `yaml:"mfaSeed"`
	}
)
