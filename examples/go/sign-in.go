// Signs people in. go get github.com/coreos/go-oidc/v3 golang.org/x/oauth2
package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const (
	issuer       = "https://auth.example.com"
	clientID     = "YOUR_CLIENT_ID"
	clientSecret = "YOUR_CLIENT_SECRET" // empty for a public application
	redirectURI  = "https://app.example.com/callback"
)

// begun has what each sign-in that is under way has to remember, by its state.
var begun sync.Map

func main() {
	provider, err := oidc.NewProvider(context.Background(), issuer)
	if err != nil {
		log.Fatal(err)
	}
	config := oauth2.Config{
		ClientID:     clientID,
		ClientSecret: clientSecret,
		RedirectURL:  redirectURI,
		Endpoint:     provider.Endpoint(),
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email"},
	}
	verifier := provider.Verifier(&oidc.Config{ClientID: clientID})
	callback, err := url.Parse(redirectURI)
	if err != nil {
		log.Fatal(err)
	}

	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		state, pkce := oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
		begun.Store(state, pkce)
		// the browser that begins is the one that may finish
		secure := strings.HasPrefix(redirectURI, "https:")
		http.SetCookie(w, &http.Cookie{Name: "sign-in", Value: state, HttpOnly: true, Secure: secure, SameSite: http.SameSiteLaxMode})
		http.Redirect(w, r, config.AuthCodeURL(state, oauth2.S256ChallengeOption(pkce)), http.StatusFound)
	})

	http.HandleFunc(callback.Path, func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie("sign-in")
		if err != nil || cookie.Value != r.FormValue("state") {
			http.Redirect(w, r, "/", http.StatusFound)
			return
		}
		pkce, known := begun.LoadAndDelete(cookie.Value)
		if !known {
			http.Redirect(w, r, "/", http.StatusFound)
			return
		}
		token, err := config.Exchange(r.Context(), r.FormValue("code"), oauth2.VerifierOption(pkce.(string)))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		raw, _ := token.Extra("id_token").(string)
		if _, err := verifier.Verify(r.Context(), raw); err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		person, err := provider.UserInfo(r.Context(), oauth2.StaticTokenSource(token))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		fmt.Fprintf(w, "Signed in: %s", person.Email)
	})
	log.Fatal(http.ListenAndServe("localhost:8080", nil))
}
