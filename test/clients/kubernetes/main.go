package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"k8s.io/apiserver/pkg/apis/apiserver"
	"k8s.io/apiserver/pkg/authentication/cel"
	"k8s.io/apiserver/plugin/pkg/authenticator/token/oidc"
)

// What --oidc-issuer-url, --oidc-client-id and --oidc-username-claim=email become.
func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	prefix := ""
	authenticator, err := oidc.New(ctx, oidc.Options{
		JWTAuthenticator: apiserver.JWTAuthenticator{
			Issuer:        apiserver.Issuer{URL: os.Getenv("ISSUER"), Audiences: []string{os.Getenv("CLIENT_ID")}},
			ClaimMappings: apiserver.ClaimMappings{Username: apiserver.PrefixedClaimOrExpression{Claim: "email", Prefix: &prefix}},
		},
		Compiler:             cel.NewDefaultCompiler(),
		SupportedSigningAlgs: []string{"RS256"},
	})
	if err != nil {
		panic(err)
	}
	for {
		response, ok, err := authenticator.AuthenticateToken(ctx, os.Getenv("ID_TOKEN"))
		if ok {
			fmt.Println("user", response.User.GetName())
			return
		}
		if ctx.Err() != nil || (err != nil && err.Error() != "oidc: authenticator not initialized") {
			panic(err)
		}
		time.Sleep(200 * time.Millisecond)
	}
}
