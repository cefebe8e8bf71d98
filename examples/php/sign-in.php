<?php

// Signs people in, without a package. php -S localhost:8080 sign-in.php
const ISSUER = 'https://auth.example.com';
const CLIENT_ID = 'YOUR_CLIENT_ID';
const CLIENT_SECRET = 'YOUR_CLIENT_SECRET';
const REDIRECT_URI = 'https://app.example.com/callback';

/** What an endpoint of the server answers. */
function answer(string $url, array $headers = [], ?array $form = null): array
{
    $request = ['header' => $headers];
    if ($form !== null) {
        $request['method'] = 'POST';
        $request['header'][] = 'Content-Type: application/x-www-form-urlencoded';
        $request['content'] = http_build_query($form);
    }
    $text = file_get_contents($url, false, stream_context_create(['http' => $request]));
    if ($text === false) {
        throw new RuntimeException("no answer from $url");
    }
    return json_decode($text, true, 512, JSON_THROW_ON_ERROR);
}

function base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

// the browser that begins is the one that may finish
session_start([
    'cookie_httponly' => true,
    'cookie_samesite' => 'Lax',
    'cookie_secure' => str_starts_with(REDIRECT_URI, 'https:'),
]);
$server = answer(ISSUER . '/.well-known/openid-configuration');
$begun = $_SESSION['sign-in'] ?? null;
$isCallback = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) === parse_url(REDIRECT_URI, PHP_URL_PATH);

if (!$isCallback || $begun === null || !hash_equals($begun['state'], $_GET['state'] ?? '')) {
    $begun = ['state' => base64url(random_bytes(32)), 'verifier' => base64url(random_bytes(32))];
    $_SESSION['sign-in'] = $begun;
    header('Location: ' . $server['authorization_endpoint'] . '?' . http_build_query([
        'response_type' => 'code',
        'client_id' => CLIENT_ID,
        'redirect_uri' => REDIRECT_URI,
        'scope' => 'openid profile email',
        'state' => $begun['state'],
        'code_challenge' => base64url(hash('sha256', $begun['verifier'], true)),
        'code_challenge_method' => 'S256',
    ]));
    exit;
}

unset($_SESSION['sign-in']);
header('Content-Type: text/plain; charset=utf-8');
if (!isset($_GET['code'])) {
    http_response_code(403);
    exit('Not signed in: ' . ($_GET['error'] ?? 'no code'));
}
$tokens = answer(
    $server['token_endpoint'],
    ['Authorization: Basic ' . base64_encode(urlencode(CLIENT_ID) . ':' . urlencode(CLIENT_SECRET))],
    [
        'grant_type' => 'authorization_code',
        'code' => $_GET['code'],
        'redirect_uri' => REDIRECT_URI,
        'code_verifier' => $begun['verifier'],
    ],
);
$person = answer($server['userinfo_endpoint'], ['Authorization: Bearer ' . $tokens['access_token']]);
echo 'Signed in: ' . ($person['email'] ?? $person['sub']);
