package main

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

func main() {
	base := os.Getenv("BASE")
	provider, err := oidc.NewProvider(context.Background(), os.Getenv("ISSUER"))
	if err != nil {
		panic(err)
	}
	config := oauth2.Config{
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		RedirectURL:  base + "/callback",
		Endpoint:     provider.Endpoint(),
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email"},
	}
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, config.AuthCodeURL("state"), http.StatusFound)
	})
	http.HandleFunc("/callback", func(w http.ResponseWriter, r *http.Request) {
		told, err := answer(r.Context(), provider, config, r.FormValue("code"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		json.NewEncoder(w).Encode(told)
	})
	panic(http.ListenAndServe("localhost:"+os.Getenv("PORT"), nil))
}

func answer(ctx context.Context, provider *oidc.Provider, config oauth2.Config, code string) (map[string]any, error) {
	token, err := config.Exchange(ctx, code)
	if err != nil {
		return nil, err
	}
	raw, _ := token.Extra("id_token").(string)
	if _, err = provider.Verifier(&oidc.Config{ClientID: config.ClientID}).Verify(ctx, raw); err != nil {
		return nil, err
	}
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return nil, err
	}
	token.Expiry = time.Now().Add(-time.Minute)
	again, err := config.TokenSource(ctx, token).Token()
	if err != nil {
		return nil, err
	}
	return map[string]any{"email": info.Email, "refreshed": again.AccessToken != token.AccessToken}, nil
}
