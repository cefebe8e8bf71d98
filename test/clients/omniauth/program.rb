require 'sinatra/base'
require 'omniauth_openid_connect'

ISSUER = URI(ENV.fetch('ISSUER'))

class Program < Sinatra::Base
  set :server, 'webrick'
  set :bind, 'localhost'
  set :port, ENV.fetch('PORT')
  enable :sessions
  # the form of this program has no token
  OmniAuth.config.request_validation_phase = nil
  use OmniAuth::Builder do
    provider :openid_connect,
             name: :latchkey, issuer: ISSUER.to_s, scope: %i[openid profile email],
             client_options: {
               scheme: ISSUER.scheme, host: ISSUER.host, port: ISSUER.port,
               authorization_endpoint: '/oauth/authorize', token_endpoint: '/oauth/token',
               userinfo_endpoint: '/oauth/userinfo', jwks_uri: "#{ISSUER}/.well-known/jwks.json",
               identifier: ENV.fetch('CLIENT_ID'),
               secret: ENV.fetch('CLIENT_SECRET'),
               redirect_uri: "#{ENV.fetch('BASE')}/auth/latchkey/callback"
             }
  end
  get('/') { '<form method="post" action="/auth/latchkey"><button>Sign in</button></form>' }
  get('/auth/latchkey/callback') do
    info = request.env['omniauth.auth'].info
    "#{info.name} #{info.email}"
  end
  get('/auth/failure') { halt 500, request.env.fetch('omniauth.error', params['message']).inspect }
end
Program.run!
