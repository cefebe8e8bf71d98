<?php

// Signs people in. It is a part of routes/web.php of a Laravel application, and needs no other package.
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Http;
use Illuminate\Support\Facades\Route;
use Illuminate\Support\Str;

const ISSUER = 'https://auth.example.com';
const CLIENT_ID = 'YOUR_CLIENT_ID';
const CLIENT_SECRET = 'YOUR_CLIENT_SECRET';
const REDIRECT_URI = 'https://app.example.com/callback';

function server(): array
{
    return cache()->remember('latchkey', 3600, fn () => Http::get(ISSUER . '/.well-known/openid-configuration')->throw()->json());
}

Route::get('/', function (Request $request) {
    $begun = ['state' => Str::random(43), 'verifier' => Str::random(64)];
    // the browser that begins is the one that may finish
    $request->session()->put('sign-in', $begun);
    return redirect()->away(server()['authorization_endpoint'] . '?' . http_build_query([
        'response_type' => 'code',
        'client_id' => CLIENT_ID,
        'redirect_uri' => REDIRECT_URI,
        'scope' => 'openid profile email',
        'state' => $begun['state'],
        'code_challenge' => rtrim(strtr(base64_encode(hash('sha256', $begun['verifier'], true)), '+/', '-_'), '='),
        'code_challenge_method' => 'S256',
    ]));
});

Route::get(parse_url(REDIRECT_URI, PHP_URL_PATH), function (Request $request) {
    $begun = $request->session()->pull('sign-in');
    if ($begun === null || !hash_equals($begun['state'], (string) $request->query('state'))) {
        return redirect('/');
    }
    $tokens = Http::asForm()->withBasicAuth(CLIENT_ID, CLIENT_SECRET)->post(server()['token_endpoint'], [
        'grant_type' => 'authorization_code',
        'code' => $request->query('code'),
        'redirect_uri' => REDIRECT_URI,
        'code_verifier' => $begun['verifier'],
    ])->throw()->json();
    $person = Http::withToken($tokens['access_token'])->get(server()['userinfo_endpoint'])->throw()->json();
    $request->session()->regenerate();
    return response('Signed in: ' . ($person['email'] ?? $person['sub']))->header('Content-Type', 'text/plain');
});
