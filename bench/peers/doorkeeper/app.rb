# A small Rails application with Doorkeeper on PostgreSQL. env: RAILS_ENV, RAILS_ROOT (where it may write), DATABASE_URL
require 'fiddle'
require 'logger'
require 'rails'
require 'active_record/railtie'
require 'action_controller/railtie'
require 'doorkeeper'

# argon2id through libargon2, for Debian has no gem of it; Fiddle lets other threads run during the call.
module Argon2id
  LIBRARY = Fiddle.dlopen('libargon2.so.1')
  ARGUMENTS = [Fiddle::TYPE_VOIDP, Fiddle::TYPE_VOIDP, Fiddle::TYPE_SIZE_T].freeze
  VERIFY = Fiddle::Function.new(LIBRARY['argon2id_verify'], ARGUMENTS, Fiddle::TYPE_INT)

  def self.match?(encoded, password)
    VERIFY.call(encoded, password, password.bytesize).zero?
  end
end

class BenchApplication < Rails::Application
  config.root = ENV.fetch('RAILS_ROOT')
  config.load_defaults Rails::VERSION::STRING.to_f
  config.eager_load = true
  config.cache_classes = true
  config.consider_all_requests_local = false
  config.public_file_server.enabled = false
  config.secret_key_base = 'a secret of the benchmark, not used for anything else'
  config.logger = Logger.new($stderr, level: Logger::ERROR)
  config.log_level = :error
  config.session_store :cookie_store, key: '_bench'
end

class User < ActiveRecord::Base
  def self.with_password(email, password)
    user = find_by(email: email)
    user if user && Argon2id.match?(user.password, password.to_s)
  end
end

class ApplicationController < ActionController::Base; end

class SessionsController < ActionController::API
  def create
    user = User.with_password(params[:username], params[:password])
    return head(:unauthorized) unless user

    session[:user_id] = user.id
    head :no_content
  end
end

class MeController < ActionController::API
  before_action -> { doorkeeper_authorize! :openid }

  def show
    user = User.find(doorkeeper_token.resource_owner_id)
    render json: { sub: user.id, email: user.email }
  end
end

class HealthController < ActionController::API
  def show
    render plain: 'ok'
  end
end

Doorkeeper.configure do
  orm :active_record
  base_controller 'ApplicationController'
  resource_owner_authenticator { User.find_by(id: session[:user_id]) || head(:unauthorized) }
  resource_owner_from_credentials { User.with_password(params[:username], params[:password]) }
  grant_flows %w[authorization_code client_credentials password]
  use_refresh_token
  access_token_expires_in 3600
  default_scopes :api
  optional_scopes :openid, :offline_access
  skip_authorization { true } # its way with an application of one's own: nothing is asked, nothing is looked up
end

BenchApplication.initialize!
BenchApplication.routes.draw do
  use_doorkeeper { skip_controllers :applications, :authorized_applications }
  post '/login', to: 'sessions#create'
  get '/api/me', to: 'me#show'
  get '/health', to: 'health#show'
end
