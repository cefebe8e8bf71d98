# Protects an API: every call needs a token of the server. gem install sinatra rackup puma jwt
require 'json'
require 'jwt'
require 'net/http'
require 'sinatra'

ISSUER = 'https://auth.example.com'
# the identifier of the API, if it is registered under Resources
AUDIENCE = ISSUER

set bind: 'localhost', port: 8080

# The keys of the server. They are fetched again for a token whose key is not among them.
KEYS = lambda do |options|
  @keys = nil if options[:kid_not_found]
  @keys ||= JSON.parse(Net::HTTP.get(URI("#{ISSUER}/.well-known/jwks.json")))
end

def claims_of(token)
  checks = { algorithms: %w[ES256 RS256], iss: ISSUER, verify_iss: true, aud: AUDIENCE, verify_aud: true, jwks: KEYS }
  claims, header = JWT.decode(token, nil, true, checks)
  raise JWT::DecodeError, 'another kind of token' unless header['typ'] == 'at+jwt'

  claims
end

before do
  token = request.env['HTTP_AUTHORIZATION'].to_s[/\ABearer (\S+)\z/i, 1]
  halt 401, { 'WWW-Authenticate' => 'Bearer' }, '' if token.nil?
  @caller = claims_of(token)
rescue JWT::DecodeError
  halt 401, { 'WWW-Authenticate' => 'Bearer error="invalid_token"' }, ''
end

get '/' do
  content_type :json
  { subject: @caller['sub'], scopes: @caller['scope'].to_s.split }.to_json
end
