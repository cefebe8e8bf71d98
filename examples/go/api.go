// Protects an API: every call needs a token of the server. go get github.com/coreos/go-oidc/v3
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"log"
	"net/http"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
)

const (
	issuer = "https://auth.example.com"
	// the identifier of the API, if it is registered under Resources
	audience = issuer
)

type caller struct {
	Subject string   `json:"subject"`
	Scopes  []string `json:"scopes"`
}

func main() {
	provider, err := oidc.NewProvider(context.Background(), issuer)
	if err != nil {
		log.Fatal(err)
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: audience, SupportedSigningAlgs: []string{"ES256", "EdDSA", "RS256"}})
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(scheme, "Bearer") || token == "" {
			w.Header().Set("WWW-Authenticate", "Bearer")
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		verified, err := verifier.Verify(r.Context(), token)
		if err != nil || typeOf(token) != "at+jwt" {
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var claims struct{ Scope string }
		if err := verified.Claims(&claims); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(caller{verified.Subject, strings.Fields(claims.Scope)})
	})
	log.Fatal(http.ListenAndServe("localhost:8080", nil))
}

// typeOf reads the header `typ`: an id_token is no access token.
func typeOf(token string) string {
	header, _, _ := strings.Cut(token, ".")
	var read struct{ Typ string }
	if text, err := base64.RawURLEncoding.DecodeString(header); err == nil {
		json.Unmarshal(text, &read)
	}
	return read.Typ
}
