package unsupported

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/fobcli/fob/internal/sandbox/org"
)

// ledger is the meter and the names of a test.
type ledger struct {
	counted, warned []string
	refusal         error
}

func (l *ledger) Name(service, operation string) string { return service + ":" + operation }
func (l *ledger) Warn(name string)                      { l.warned = append(l.warned, name) }

func (l *ledger) Begin(_ *http.Request, names ...string) (func(), error) {
	l.counted = append(l.counted, names...)
	return func() {}, l.refusal
}

// asked is a call of something that the sandbox does not have.
type asked struct {
	method, path, service string
	header                map[string]string
	form                  url.Values
}

func (a asked) answer(l *ledger) *httptest.ResponseRecorder {
	r := httptest.NewRequest(a.method, a.path, nil)
	for name, value := range a.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	w.Header().Set("X-Amzn-Requestid", "an-id")
	New(Config{l, l}).Answer(w, r, a.service, a.form)
	return w
}

func target(name, version string) map[string]string {
	return map[string]string{"X-Amz-Target": name, "Content-Type": "application/x-amz-" + version}
}

func TestEachProtocolGetsItsOwnErrorShape(t *testing.T) {
	const code = "UnknownOperationException"
	action := func(name string) url.Values { return url.Values{"Action": {name}, "Version": {"2010-05-08"}} }
	for name, tc := range map[string]struct {
		asked
		label       string
		contentType string
		code        func(t *testing.T, body []byte) (code, message string)
	}{
		"JSON 1.0":    {asked{"POST", "/", "dynamodb", target("DynamoDB_20120810.ListTables", "json-1.0"), nil}, "dynamodb:ListTables", "application/x-amz-json-1.0", readJSON},
		"JSON 1.1":    {asked{"POST", "/", "sso", target("SWBExternalService.ListInstances", "json-1.1"), nil}, "sso:ListInstances", "application/x-amz-json-1.1", readJSON},
		"unsigned":    {asked{"POST", "/", "", target("AWSCognitoIdentityService.GetId", "json-1.1"), nil}, "AWSCognitoIdentityService:GetId", "application/x-amz-json-1.1", readJSON},
		"dotted":      {asked{"POST", "/", "logs", target("com.amazon.x.Logs_2014.List", "json-1.1"), nil}, "logs:List", "application/x-amz-json-1.1", readJSON},
		"CBOR":        {asked{"POST", "/", "kinesis", target("Kinesis_20131202.ListStreams", "cbor-1.1"), nil}, "kinesis:ListStreams", "application/x-amz-cbor-1.1", readCBOR},
		"RPC v2 CBOR": {asked{"POST", "/service/GraniteService/operation/ListDashboards", "monitoring", map[string]string{"Smithy-Protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}, nil}, "monitoring:ListDashboards", "application/cbor", readCBOR},
		"RPC v2 JSON": {asked{"POST", "/service/Some/operation/Do", "", map[string]string{"Smithy-Protocol": "rpc-v2-json"}, nil}, "Some:Do", "application/json", readJSON},
		"Query":       {asked{"POST", "/", "iam", nil, action("ListUsers")}, "iam:ListUsers", "text/xml", readErrorResponse},
		"EC2 Query":   {asked{"POST", "/", "ec2", nil, action("DescribeRegions")}, "ec2:DescribeRegions", "text/xml;charset=UTF-8", readEC2},
		"SimpleDB":    {asked{"POST", "/", "", nil, url.Values{"Action": {"ListDomains"}, "Version": {"2009-04-15"}}}, "sdb:ListDomains", "text/xml;charset=UTF-8", readEC2},
		"REST-JSON":   {asked{"GET", "/2015-03-31/functions/", "lambda", nil, nil}, "lambda:GET /2015-03-31/functions/", "application/json", readJSON},
		"REST-XML":    {asked{"GET", "/2013-04-01/hostedzone", "route53", nil, nil}, "route53:GET /2013-04-01/hostedzone", "application/xml", readErrorResponse},
		"XML in it":   {asked{"POST", "/x", "new", map[string]string{"Content-Type": "application/xml"}, nil}, "new:POST /x", "application/xml", readErrorResponse},
		"S3 Express":  {asked{"GET", "/b--x-s3?session", "s3express", nil, nil}, "s3express:GET /b--x-s3", "application/xml", readErrorResponse},
		"by agent":    {asked{"GET", "/x", "", map[string]string{"User-Agent": "aws-sdk-go-v2/1.30 os/linux api/codecatalyst#1.2.3 m/E"}, nil}, "codecatalyst:GET /x", "application/json", readJSON},
		"by nothing":  {asked{"GET", "/x", "", nil, nil}, "unknown:GET /x", "application/json", readJSON},
	} {
		t.Run(name, func(t *testing.T) {
			l := &ledger{}
			w := tc.answer(l)
			gotCode, message := tc.code(t, w.Body.Bytes())
			if w.Code != 501 || gotCode != code || message != Message(tc.label) {
				t.Errorf("%d %s %q", w.Code, gotCode, message)
			}
			if got := w.Header().Get("Content-Type"); got != tc.contentType {
				t.Errorf("Content-Type %q, want %q", got, tc.contentType)
			}
			if got, want := w.Header().Get("Smithy-Protocol"), tc.header["Smithy-Protocol"]; got != want {
				t.Errorf("Smithy-Protocol %q, want %q", got, want)
			}
			if !slices.Equal(l.counted, []string{tc.label}) || !slices.Equal(l.warned, l.counted) {
				t.Errorf("counted %q, warned of %q", l.counted, l.warned)
			}
		})
	}
}

func TestFaultsRefuseUnsupportedCallsToo(t *testing.T) {
	for status, want := range map[int]struct {
		status int
		code   string
	}{0: {400, "ThrottlingException"}, 429: {429, "ThrottlingException"}, 503: {503, "ServiceUnavailable"}, 500: {500, "InternalServerError"}, 403: {403, "Forbidden"}} {
		l := &ledger{refusal: &org.Refusal{Status: status}}
		w := asked{"POST", "/", "iam", nil, url.Values{"Action": {"ListUsers"}}}.answer(l)
		side := map[bool]string{true: "<Type>Sender</Type>", false: "<Type>Receiver</Type>"}[want.status < 500]
		if code, _ := readErrorResponse(t, w.Body.Bytes()); w.Code != want.status || code != want.code || !strings.Contains(w.Body.String(), side) || l.warned != nil {
			t.Errorf("a fault of %d: %d %s, warned of %q", status, w.Code, w.Body, l.warned)
		}
	}
}

func readJSON(t *testing.T, body []byte) (code, message string) {
	t.Helper()
	var e struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	if err := json.Unmarshal(body, &e); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return e.Type, e.Message
}

// readCBOR reads a map of two pairs of texts, whose lengths have two bytes.
func readCBOR(t *testing.T, body []byte) (code, message string) {
	t.Helper()
	var texts []string
	for rest := body[1:]; len(rest) > 0; {
		n := int(rest[1])<<8 | int(rest[2])
		if rest[0] != 0x79 || len(rest) < 3+n {
			t.Fatalf("no texts: %x", body)
		}
		texts, rest = append(texts, string(rest[3:3+n])), rest[3+n:]
	}
	if body[0] != 0xa2 || len(texts) != 4 || texts[0] != "__type" || texts[2] != "message" {
		t.Fatalf("not the map of an error: %q", texts)
	}
	return texts[1], texts[3]
}

func readErrorResponse(t *testing.T, body []byte) (code, message string) {
	t.Helper()
	var e struct {
		XMLName struct{} `xml:"ErrorResponse"`
		Code    string   `xml:"Error>Code"`
		Message string   `xml:"Error>Message"`
		ID      string   `xml:"RequestId"`
	}
	if err := xml.Unmarshal(body, &e); err != nil || e.ID != "an-id" {
		t.Fatalf("%v: %s", err, body)
	}
	return e.Code, e.Message
}

func readEC2(t *testing.T, body []byte) (code, message string) {
	t.Helper()
	var e struct {
		XMLName struct{} `xml:"Response"`
		Code    string   `xml:"Errors>Error>Code"`
		Message string   `xml:"Errors>Error>Message"`
		ID      string   `xml:"RequestID"`
	}
	if err := xml.Unmarshal(body, &e); err != nil || e.ID != "an-id" {
		t.Fatalf("%v: %s", err, body)
	}
	return e.Code, e.Message
}
