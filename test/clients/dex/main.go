package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"

	"github.com/dexidp/dex/connector"
	"github.com/dexidp/dex/connector/oidc"
)

func main() {
	callback := os.Getenv("BASE") + "/callback"
	config := oidc.Config{
		Issuer:       os.Getenv("ISSUER"),
		ClientID:     os.Getenv("CLIENT_ID"),
		ClientSecret: os.Getenv("CLIENT_SECRET"),
		RedirectURI:  callback,
	}
	opened, err := config.Open("latchkey", slog.Default())
	if err != nil {
		panic(err)
	}
	latchkey := opened.(connector.CallbackConnector)
	// what Dex asks for an application that wants a refresh token
	scopes := connector.Scopes{OfflineAccess: true}
	var data []byte
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		address, kept, err := latchkey.LoginURL(scopes, callback, "a state")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		data = kept
		http.Redirect(w, r, address, http.StatusFound)
	})
	http.HandleFunc("/callback", func(w http.ResponseWriter, r *http.Request) {
		identity, err := latchkey.HandleCallback(scopes, data, r)
		if err == nil {
			identity, err = opened.(connector.RefreshConnector).Refresh(r.Context(), scopes, identity)
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		json.NewEncoder(w).Encode(identity)
	})
	panic(http.ListenAndServe("localhost:"+os.Getenv("PORT"), nil))
}
