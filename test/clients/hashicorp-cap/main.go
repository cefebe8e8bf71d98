package main

import (
	"encoding/json"
	"net/http"
	"os"
	"time"

	"github.com/hashicorp/cap/oidc"
)

func main() {
	base := os.Getenv("BASE")
	config, err := oidc.NewConfig(
		os.Getenv("ISSUER"), os.Getenv("CLIENT_ID"), oidc.ClientSecret(os.Getenv("CLIENT_SECRET")),
		[]oidc.Alg{oidc.RS256}, []string{base + "/callback"},
	)
	if err != nil {
		panic(err)
	}
	provider, err := oidc.NewProvider(config)
	if err != nil {
		panic(err)
	}
	request, err := oidc.NewRequest(5*time.Minute, base+"/callback", oidc.WithScopes("email"))
	if err != nil {
		panic(err)
	}
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		address, err := provider.AuthURL(r.Context(), request)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		http.Redirect(w, r, address, http.StatusFound)
	})
	http.HandleFunc("/callback", func(w http.ResponseWriter, r *http.Request) {
		token, err := provider.Exchange(r.Context(), request, r.FormValue("state"), r.FormValue("code"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		var claims, told map[string]any
		if err = token.IDToken().Claims(&claims); err == nil {
			err = provider.UserInfo(r.Context(), token.StaticTokenSource(), claims["sub"].(string), &told)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		json.NewEncoder(w).Encode(told)
	})
	panic(http.ListenAndServe("localhost:"+os.Getenv("PORT"), nil))
}
