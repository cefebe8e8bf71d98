# Signs people in. gem install sinatra rackup puma omniauth_openid_connect
require 'omniauth_openid_connect'
require 'securerandom'
require 'sinatra'

ISSUER = 'https://auth.example.com'
CLIENT_ID = 'YOUR_CLIENT_ID'
CLIENT_SECRET = 'YOUR_CLIENT_SECRET'
REDIRECT_URI = 'https://app.example.com/callback'

set bind: 'localhost', port: 8080
enable :sessions
set :session_secret, SecureRandom.hex(64) # keep one if the program runs more than once

server = URI(ISSUER)
use OmniAuth::Builder do
  provider :openid_connect,
           name: :latchkey,
           issuer: ISSUER,
           scope: %i[openid profile email],
           pkce: true,
           callback_path: URI(REDIRECT_URI).path,
           client_options: {
             identifier: CLIENT_ID,
             secret: CLIENT_SECRET,
             redirect_uri: REDIRECT_URI,
             scheme: server.scheme,
             host: server.host,
             port: server.port,
             authorization_endpoint: '/oauth/authorize',
             token_endpoint: '/oauth/token',
             userinfo_endpoint: '/oauth/userinfo',
             jwks_uri: "#{ISSUER}/.well-known/jwks.json"
           }
end

get '/' do
  <<~PAGE
    <form method="post" action="/auth/latchkey">
      <input type="hidden" name="authenticity_token" value="#{Rack::Protection::AuthenticityToken.token(session)}">
      <button>Sign in</button>
    </form>
  PAGE
end

get URI(REDIRECT_URI).path do
  content_type :text
  person = request.env['omniauth.auth'].info
  "Signed in: #{person.email || person.name}"
end
