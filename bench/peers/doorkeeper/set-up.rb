# Makes Doorkeeper's tables as its generator has them, the users and the client. env: as app.rb, and FIXTURE (a JSON file)
require 'json'
require_relative 'app'

ActiveRecord::Schema.verbose = false
ActiveRecord::Schema.define do
  create_table :users, id: :string do |t|
    t.string :email, null: false, index: { unique: true }
    t.string :password, null: false
  end

  create_table :oauth_applications do |t|
    t.string :name, null: false
    t.string :uid, null: false, index: { unique: true }
    t.string :secret, null: false
    t.text :redirect_uri, null: false
    t.string :scopes, null: false, default: ''
    t.boolean :confidential, null: false, default: true
    t.timestamps null: false
  end

  create_table :oauth_access_grants do |t|
    t.string :resource_owner_id, null: false, index: true
    t.references :application, null: false, foreign_key: { to_table: :oauth_applications }
    t.string :token, null: false, index: { unique: true }
    t.integer :expires_in, null: false
    t.text :redirect_uri, null: false
    t.datetime :created_at, null: false
    t.datetime :revoked_at
    t.string :scopes, null: false, default: ''
    t.string :code_challenge
    t.string :code_challenge_method
  end

  # without previous_refresh_token: a refresh token is revoked as soon as it is used
  create_table :oauth_access_tokens do |t|
    t.string :resource_owner_id, index: true
    t.references :application, null: false, foreign_key: { to_table: :oauth_applications }
    t.string :token, null: false, index: { unique: true }
    t.string :refresh_token, index: { unique: true }
    t.integer :expires_in
    t.datetime :revoked_at
    t.datetime :created_at, null: false
    t.string :scopes
  end
end

fixture = JSON.parse(File.read(ENV.fetch('FIXTURE')))
fixture['users'].each { |user| User.create!(id: user['id'], email: user['email'], password: user['passwordHash']) }
client = fixture['client']
Doorkeeper::Application.create!(
  name: 'bench',
  uid: client['id'],
  secret: client['secret'],
  redirect_uri: client['redirectUri'],
  scopes: 'api openid offline_access',
  confidential: true
)
