package awsconfig

import "strings"

// Masked stands in the place of a secret wherever one would be shown.
const Masked = "****************"

// longSecret is how long a word without punctuation must be to count as a
// piece of a key or token; a secret key has 40 characters.
const longSecret = 30

// IsSecret reports whether a key, in lower case, holds a secret: the secret
// access key, or a session token, also by its old name.
func IsSecret(key string) bool {
	switch key {
	case "aws_secret_access_key", "aws_session_token", "aws_security_token":
		return true
	}
	return false
}

// GoesToCredentials reports whether a key, in lower case, belongs into the
// credentials file, as the AWS CLI has it.
func GoesToCredentials(key string) bool { return key == "aws_access_key_id" || IsSecret(key) }

// hideSecret masks what may be a secret in a line that could not be read, so
// that nobody knows which key it belongs to: all behind the name of a secret,
// and every long word that looks like a piece of one.
func hideSecret(text string) string {
	lower := strings.ToLower(text)
	end := -1 // of the first name
	for _, key := range [...]string{"aws_secret_access_key", "aws_session_token", "aws_security_token"} {
		if i := strings.Index(lower, key); i >= 0 && (end < 0 || i+len(key) < end) {
			end = i + len(key)
		}
	}
	switch {
	case end >= 0 && strings.TrimSpace(text[end:]) == "":
		return text[:end]
	case end >= 0:
		return text[:end] + " " + Masked
	}
	for _, word := range strings.Fields(text) {
		if len(word) >= longSecret && strings.Trim(word, secretLetters) == "" {
			text = strings.ReplaceAll(text, word, Masked)
		}
	}
	return text
}

// secretLetters are those of base64 in both alphabets.
const secretLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_"
