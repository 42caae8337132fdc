package unsupported

import (
	"encoding/binary"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
)

// failure is an error before it has a protocol's shape.
type failure struct {
	status  int
	code    string
	message string
}

// refused words a refusal that a fault asks for.
func refused(status int) failure {
	switch status {
	case 0:
		return failure{http.StatusBadRequest, "ThrottlingException", "Rate exceeded"}
	case http.StatusTooManyRequests:
		return failure{status, "ThrottlingException", "Rate exceeded"}
	}
	text := http.StatusText(status)
	return failure{status, strings.ReplaceAll(text, " ", ""), text}
}

// side is who is at fault, in the Query protocol's words.
func (f failure) side() string {
	if f.status < http.StatusInternalServerError {
		return "Sender"
	}
	return "Receiver"
}

func send(w http.ResponseWriter, f failure, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.WriteHeader(f.status)
	_, _ = w.Write(body) // a client that has gone needs no answer
}

// writeJSON is for JSON 1.0, JSON 1.1, REST-JSON and RPC v2 JSON. Each reads the
// code from the header or from __type, and all read message. smithy is the value
// of the header of that name, which the answer must repeat; empty for none.
func writeJSON(contentType, smithy string) func(http.ResponseWriter, failure) {
	return func(w http.ResponseWriter, f failure) {
		body, err := json.Marshal(struct {
			Type    string `json:"__type"`
			Message string `json:"message"`
		}{f.code, f.message})
		if err != nil { // two texts always encode
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("X-Amzn-Errortype", f.code)
		if smithy != "" {
			w.Header().Set("Smithy-Protocol", smithy)
		}
		send(w, f, contentType, body)
	}
}

// writeCBOR is for RPC v2 CBOR, and for services whose JSON protocol has a
// binary form. The body is a map of two texts (RFC 8949).
func writeCBOR(contentType, smithy string) func(http.ResponseWriter, failure) {
	return func(w http.ResponseWriter, f failure) {
		body := []byte{0xa2} // a map of two pairs
		for _, text := range []string{"__type", f.code, "message", f.message} {
			body = append(body, 0x79) // a text with its length in two bytes
			body = binary.BigEndian.AppendUint16(body, uint16(len(text)))
			body = append(body, text...)
		}
		w.Header().Set("X-Amzn-Errortype", f.code)
		if smithy != "" {
			w.Header().Set("Smithy-Protocol", smithy)
		}
		send(w, f, contentType, body)
	}
}

type detail struct {
	Type    string `xml:",omitempty"`
	Code    string
	Message string
}

// writeQuery is for the Query protocol.
func writeQuery(w http.ResponseWriter, f failure) { writeErrorResponse(w, f, "text/xml") }

// writeXML is for REST-XML.
func writeXML(w http.ResponseWriter, f failure) { writeErrorResponse(w, f, "application/xml") }

func writeErrorResponse(w http.ResponseWriter, f failure, contentType string) {
	body, err := xml.Marshal(struct {
		XMLName   struct{} `xml:"ErrorResponse"`
		Error     detail
		RequestID string `xml:"RequestId"`
	}{Error: detail{f.side(), f.code, f.message}, RequestID: w.Header().Get("X-Amzn-Requestid")})
	if err != nil { // texts always encode
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, f, contentType, body)
}

// writeEC2 is for EC2 Query: another frame, and a request id in capitals.
func writeEC2(w http.ResponseWriter, f failure) {
	body, err := xml.Marshal(struct {
		XMLName   struct{} `xml:"Response"`
		Error     detail   `xml:"Errors>Error"`
		RequestID string   `xml:"RequestID"`
	}{Error: detail{Code: f.code, Message: f.message}, RequestID: w.Header().Get("X-Amzn-Requestid")})
	if err != nil { // texts always encode
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	send(w, f, "text/xml;charset=UTF-8", body)
}
