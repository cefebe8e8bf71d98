<?php

// Protects an API: the server is asked about each token, so that a revocation counts at once. Without a package:
// php -S localhost:8080 api.php
const ISSUER = 'https://auth.example.com';
const CLIENT_ID = 'YOUR_CLIENT_ID';
const CLIENT_SECRET = 'YOUR_CLIENT_SECRET';
// the identifier of the API, if it is registered under Resources
const AUDIENCE = ISSUER;

/** What the server says of a token. https://www.rfc-editor.org/rfc/rfc7662 */
function claimsOf(string $token): array
{
    $request = [
        'method' => 'POST',
        'header' => [
            'Authorization: Basic ' . base64_encode(urlencode(CLIENT_ID) . ':' . urlencode(CLIENT_SECRET)),
            'Content-Type: application/x-www-form-urlencoded',
        ],
        'content' => http_build_query(['token' => $token]),
    ];
    $text = file_get_contents(ISSUER . '/oauth/introspect', false, stream_context_create(['http' => $request]));
    if ($text === false) {
        throw new RuntimeException('no answer from ' . ISSUER);
    }
    return json_decode($text, true, 512, JSON_THROW_ON_ERROR);
}

function refuse(string $challenge): never
{
    http_response_code(401);
    header("WWW-Authenticate: $challenge");
    exit;
}

if (!preg_match('/^Bearer (\S+)$/i', $_SERVER['HTTP_AUTHORIZATION'] ?? '', $found)) {
    refuse('Bearer');
}
$claims = claimsOf($found[1]);
if (!$claims['active'] || !in_array(AUDIENCE, (array) ($claims['aud'] ?? []), true)) {
    refuse('Bearer error="invalid_token"');
}
header('Content-Type: application/json');
echo json_encode(['subject' => $claims['sub'], 'scopes' => explode(' ', $claims['scope'] ?? '')]);
