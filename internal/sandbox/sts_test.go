package sandbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/fobcli/fob/internal/ident"
	"github.com/fobcli/fob/internal/sandbox/oidc"
)

const withRoles = `
users: [{userName: ada}]
accounts:
- {accountId: 111111111111, name: A, buckets: [a-one, a-two, b-three]}
- {accountId: 222222222222, name: B}
- {accountId: 333333333333, name: C}
permissionSets: [{name: Dev, sessionDuration: PT2H}]
assignments: [{user: ada, permissionSets: [Dev], accounts: [111111111111]}]
iamRoles:
- arn: arn:aws:iam::111111111111:role/path/Same
- {arn: "arn:aws:iam::222222222222:role/ByAccount", trust: ["111111111111"]}
- {arn: "arn:aws:iam::222222222222:role/ByRoot", trust: ["arn:aws:iam::111111111111:root"]}
- {arn: "arn:aws:iam::222222222222:role/BySession", trust: ["arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Dev_*/ada"]}
- {arn: "arn:aws:iam::222222222222:role/ByRole", trust: ["arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_*"]}
- {arn: "arn:aws:iam::222222222222:role/ForOthers", trust: ["333333333333", "arn:aws:sts::*:assumed-role/Other/*"]}
- arn: arn:aws:iam::222222222222:role/OwnAccountOnly
- {arn: "arn:aws:iam::111111111111:role/Secretive", externalId: word}
- {arn: "arn:aws:iam::111111111111:role/Long", maxSessionDuration: PT4H}
iamUsers:
- {arn: "arn:aws:iam::111111111111:user/robot", accessKeyId: AKIAEXAMPLEROBOT2345, secretAccessKey: robots-own-secret}
`

func oidcGrant(id ident.Secret, scopes ...string) oidc.Grant {
	return oidc.Grant{Subject: subject(you, id), ClientID: "c", Scopes: scopes, Refresh: true}
}

// devKeys are a role's keys without the way to them.
func devKeys(s *Server) aws.Credentials {
	k := s.vault.RoleCredentials("ada", "111111111111", "Dev")
	return aws.Credentials{AccessKeyID: k.AccessKeyID, SecretAccessKey: k.SecretAccessKey.Reveal(), SessionToken: k.SessionToken.Reveal()}
}

var robot = aws.Credentials{AccessKeyID: "AKIAEXAMPLEROBOT2345", SecretAccessKey: "robots-own-secret"}

func TestRolesAreAssumedByWhomTheyTrust(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg(withRoles)))
	for name, tc := range map[string]struct {
		role, external string
		seconds        int32
		keys           aws.Credentials
		want           string
	}{
		"own account":          {role: "111111111111:role/path/Same"},
		"by account":           {role: "222222222222:role/ByAccount"},
		"by root":              {role: "222222222222:role/ByRoot"},
		"by session":           {role: "222222222222:role/BySession"},
		"by role":              {role: "222222222222:role/ByRole"},
		"trusts others":        {role: "222222222222:role/ForOthers", want: "AccessDenied"},
		"trusts its account":   {role: "222222222222:role/OwnAccountOnly", want: "AccessDenied"},
		"no such role":         {role: "222222222222:role/Nobody", want: "AccessDenied"},
		"external id":          {role: "111111111111:role/Secretive", external: "word"},
		"wrong external id":    {role: "111111111111:role/Secretive", external: "guess", want: "AccessDenied"},
		"external id missing":  {role: "111111111111:role/Secretive", want: "AccessDenied"},
		"Go's 900 s":           {role: "111111111111:role/path/Same", seconds: 900},
		"JS's 3600 s":          {role: "111111111111:role/path/Same", seconds: 3600},
		"chained too long":     {role: "111111111111:role/Long", seconds: 3601, want: "ValidationError"},
		"not chained":          {role: "111111111111:role/Long", seconds: 14400, keys: robot},
		"longer than the role": {role: "111111111111:role/Long", seconds: 14401, keys: robot, want: "ValidationError"},
		"too short":            {role: "111111111111:role/path/Same", seconds: 899, want: "ValidationError"},
		"too long":             {role: "111111111111:role/path/Same", seconds: 43201, keys: robot, want: "ValidationError"},
	} {
		t.Run(name, func(t *testing.T) {
			k := tc.keys
			if k.AccessKeyID == "" {
				k = devKeys(c.Server)
			}
			in := &sts.AssumeRoleInput{RoleArn: aws.String("arn:aws:iam::" + tc.role), RoleSessionName: aws.String("me")}
			if tc.seconds != 0 {
				in.DurationSeconds = aws.Int32(tc.seconds)
			}
			if tc.external != "" {
				in.ExternalId = aws.String(tc.external)
			}
			out, err := c.sts(k).AssumeRole(ctx, in)
			wantKind(t, name, err, tc.want)
			if err != nil {
				return
			}
			_, roleName, _ := strings.Cut(tc.role, "role/")
			want := "arn:aws:sts::" + tc.role[:12] + ":assumed-role/" + strings.TrimPrefix(roleName, "path/") + "/me"
			lifetime := time.Until(*out.Credentials.Expiration)
			asked := max(time.Duration(tc.seconds)*time.Second, 0)
			if asked == 0 {
				asked = time.Hour
			}
			if *out.AssumedRoleUser.Arn != want || lifetime > asked || lifetime < asked-10*time.Second {
				t.Errorf("got %s for %v", *out.AssumedRoleUser.Arn, lifetime)
			}
			next := aws.Credentials{AccessKeyID: *out.Credentials.AccessKeyId, SecretAccessKey: *out.Credentials.SecretAccessKey, SessionToken: *out.Credentials.SessionToken}
			who := must(c.sts(next).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{}))(t)
			if *who.Arn != want || *who.UserId != *out.AssumedRoleUser.AssumedRoleId || *who.Account != tc.role[:12] {
				t.Errorf("STS says %s, %s", *who.Arn, *who.UserId)
			}
		})
	}
}

func TestIAMUsersSignWithTheirLongLivedKeys(t *testing.T) {
	c := sdk(Start(t, WithOrg(withRoles)))
	c.Advance(365 * 24 * time.Hour)
	who := must(c.sts(robot).GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}))(t)
	if *who.Arn != "arn:aws:iam::111111111111:user/robot" || !strings.HasPrefix(*who.UserId, "AIDA") || *who.Account != "111111111111" {
		t.Errorf("STS says %s, %s", *who.Arn, *who.UserId)
	}
}

func TestBadKeysAreToldApartAsEachServiceDoes(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg(withRoles)))
	good := devKeys(c.Server)
	for name, tc := range map[string]struct {
		edit    func(*aws.Credentials)
		sts, s3 string
	}{
		"right":            {func(*aws.Credentials) {}, "", ""},
		"wrong secret":     {func(k *aws.Credentials) { k.SecretAccessKey += "x" }, "SignatureDoesNotMatch", "SignatureDoesNotMatch"},
		"wrong token":      {func(k *aws.Credentials) { k.SessionToken += "x" }, "InvalidClientTokenId", "InvalidToken"},
		"no token":         {func(k *aws.Credentials) { k.SessionToken = "" }, "InvalidClientTokenId", "InvalidToken"},
		"token of another": {func(k *aws.Credentials) { k.SessionToken = devKeys(c.Server).SessionToken }, "InvalidClientTokenId", "InvalidToken"},
		"unknown key":      {func(k *aws.Credentials) { k.AccessKeyID = "ASIAAAAAAAAAAAAAAAAA" }, "InvalidClientTokenId", "InvalidAccessKeyId"},
	} {
		t.Run(name, func(t *testing.T) {
			k := good
			tc.edit(&k)
			_, err := c.sts(k).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
			wantKind(t, "STS", err, tc.sts)
			_, err = c.s3(k).ListBuckets(ctx, &s3.ListBucketsInput{})
			wantKind(t, "S3", err, tc.s3)
		})
	}
}

func TestBucketsAreTheAccountsAndCanBePaged(t *testing.T) {
	ctx := t.Context()
	c := sdk(Start(t, WithOrg(withRoles)))
	client := c.s3(devKeys(c.Server))
	out := must(client.ListBuckets(ctx, &s3.ListBucketsInput{}))(t)
	if len(out.Buckets) != 3 || len(*out.Owner.ID) != 64 || out.Buckets[0].CreationDate.Year() != 2024 {
		t.Errorf("got %+v", out)
	}
	var names []string
	for p := s3.NewListBucketsPaginator(client, &s3.ListBucketsInput{MaxBuckets: aws.Int32(1), Prefix: aws.String("a-")}); p.HasMorePages(); {
		page := must(p.NextPage(ctx))(t)
		for _, b := range page.Buckets {
			names = append(names, *b.Name+" "+aws.ToString(b.BucketRegion))
		}
	}
	if strings.Join(names, ",") != "a-one us-east-1,a-two us-east-1" {
		t.Errorf("pages hold %v", names)
	}
	_, err := client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: aws.String("a-one")})
	wantKind(t, "another operation", err, "NotImplemented")
}

// raw sends an STS request as it is given.
func (c clients) raw(t *testing.T, method, query, form string, sign func(*http.Request)) (int, string) {
	t.Helper()
	req := must(http.NewRequestWithContext(t.Context(), method, c.URL()+"/"+query, strings.NewReader(form)))(t)
	if form != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
	}
	sign(req)
	res := must(http.DefaultTransport.RoundTrip(req))(t)
	defer res.Body.Close()
	return res.StatusCode, string(must(io.ReadAll(res.Body))(t))
}

func (c clients) signer(k aws.Credentials, form string, at time.Time) func(*http.Request) {
	sum := sha256.Sum256([]byte(form))
	return func(r *http.Request) {
		_ = v4.NewSigner().SignHTTP(context.Background(), k, r, hex.EncodeToString(sum[:]), "sts", "us-east-1", at)
	}
}

func TestSTSErrorsHaveTheServicesShape(t *testing.T) {
	c := sdk(Start(t, WithOrg(withRoles)))
	k := devKeys(c.Server)
	const identity = "Action=GetCallerIdentity&Version=2011-06-15"
	const denied = "Version=2011-06-15&Action=AssumeRole&RoleSessionName=me&RoleArn=arn%3Aaws%3Aiam%3A%3A222222222222%3Arole%2FNobody"
	unsigned := func(*http.Request) {}
	for name, tc := range map[string]struct {
		form   string
		sign   func(*http.Request)
		status int
		code   string
		text   string
	}{
		"identity":         {identity, c.signer(k, identity, time.Now()), 200, "", "<GetCallerIdentityResult><Arn>arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Dev_"},
		"unsigned":         {identity, unsigned, 403, "MissingAuthenticationToken", "Request is missing Authentication Token"},
		"half a signature": {identity, func(r *http.Request) { r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Signature=x") }, 400, "IncompleteSignature", "Authorization header requires"},
		"old":              {identity, c.signer(k, identity, time.Now().Add(-20*time.Minute)), 403, "SignatureDoesNotMatch", "Signature expired: "},
		"denied":           {denied, c.signer(k, denied, time.Now()), 403, "AccessDenied", "is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/Nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := c.raw(t, "POST", "", tc.form, tc.sign)
			if status != tc.status || !strings.Contains(body, tc.text) || !strings.Contains(body, "<RequestId>") {
				t.Errorf("%d %s", status, body)
			}
			if tc.code != "" && !strings.Contains(body, `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>`+tc.code+"</Code>") {
				t.Errorf("body %s", body)
			}
		})
	}
}

// EKS tokens are presigned GETs of STS.
func TestPresignedIdentitiesAreAnswered(t *testing.T) {
	c := sdk(Start(t, WithOrg(withRoles)))
	req := must(sts.NewPresignClient(c.sts(devKeys(c.Server))).PresignGetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}))(t)
	u := must(url.Parse(req.URL))(t)
	q := u.Query()
	get := must(http.NewRequestWithContext(t.Context(), req.Method, req.URL, nil))(t)
	res := must(http.DefaultTransport.RoundTrip(get))(t)
	defer res.Body.Close()
	body := string(must(io.ReadAll(res.Body))(t))
	if q.Get("X-Amz-Signature") == "" || res.StatusCode != 200 || !strings.Contains(body, "assumed-role/AWSReservedSSO_Dev_") {
		t.Errorf("%d %s", res.StatusCode, body)
	}
}
