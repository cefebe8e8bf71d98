# Asks the server about a token that a caller sent, as an API does. Needs curl and jq.
ISSUER=https://auth.example.com
CLIENT_ID=YOUR_CLIENT_ID
CLIENT_SECRET=YOUR_CLIENT_SECRET
TOKEN=${1:?the token of the caller}

curl -fsS "$ISSUER/oauth/introspect" -u "$CLIENT_ID:$CLIENT_SECRET" -d token="$TOKEN" | jq '{active, sub, client_id, scope}'
