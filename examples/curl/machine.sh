# Gets a token for the application itself, and calls an API with it. Needs curl and jq.
ISSUER=https://auth.example.com
CLIENT_ID=YOUR_CLIENT_ID
CLIENT_SECRET=YOUR_CLIENT_SECRET

TOKEN=$(curl -fsS "$ISSUER/oauth/token" -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials | jq -r .access_token)
curl -fsS http://localhost:8080/ -H "Authorization: Bearer $TOKEN"
