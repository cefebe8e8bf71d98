-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('admin', 'member');

-- CreateEnum
CREATE TYPE "ApplicationType" AS ENUM ('confidential', 'public');

-- CreateEnum
CREATE TYPE "BrandRole" AS ENUM ('owner', 'member');

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "account_number" SERIAL NOT NULL,
    "email" TEXT NOT NULL,
    "username" TEXT,
    "name" TEXT,
    "role" "Role" NOT NULL DEFAULT 'member',
    "password_hash" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "known_networks" (
    "user_id" UUID NOT NULL,
    "network" TEXT NOT NULL,
    "last_seen" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "known_networks_pkey" PRIMARY KEY ("user_id","network")
);

-- CreateTable
CREATE TABLE "brands" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "logo_url" TEXT,
    "primary_color" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "brands_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "brand_members" (
    "brand_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "BrandRole" NOT NULL DEFAULT 'member',

    CONSTRAINT "brand_members_pkey" PRIMARY KEY ("brand_id","user_id")
);

-- CreateTable
CREATE TABLE "applications" (
    "id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" "ApplicationType" NOT NULL DEFAULT 'confidential',
    "owner_id" UUID,
    "brand_id" UUID,
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "first_party" BOOLEAN NOT NULL DEFAULT false,
    "disabled_at" TIMESTAMPTZ(3),
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "grant_types" TEXT[],
    "scopes" TEXT[],
    "default_scopes" TEXT[],
    "redirect_uris" TEXT[],
    "token_endpoint_auth_method" TEXT NOT NULL DEFAULT 'client_secret_basic',
    "access_token_ttl" INTEGER,
    "refresh_token_ttl" INTEGER,
    "refresh_reuse" INTEGER DEFAULT 30,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "applications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "application_secrets" (
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" INET,

    CONSTRAINT "application_secrets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "scopes" (
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "admin_only" BOOLEAN NOT NULL DEFAULT false,
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "scopes_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "resources" (
    "id" UUID NOT NULL,
    "identifier" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "owner_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "resources_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_ins" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "session_id" UUID,
    "user_epoch" INTEGER NOT NULL,
    "application_epoch" INTEGER NOT NULL,
    "scope" TEXT NOT NULL,
    "audience" TEXT[],
    "generation" INTEGER NOT NULL DEFAULT 0,
    "secret_hash" BYTEA,
    "previous_hash" BYTEA,
    "sealed_successor" BYTEA,
    "rotated_at" TIMESTAMPTZ(3),
    "authenticated_at" TIMESTAMPTZ(3) NOT NULL,
    "amr" TEXT[],
    "ip" INET,
    "last_ip" INET,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_ins_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "user_epoch" INTEGER NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "authenticated_at" TIMESTAMPTZ(3) NOT NULL,
    "amr" TEXT[],
    "ip" INET,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "secret_hash" BYTEA NOT NULL,
    "hint" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_ip" INET,

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ip_entries" (
    "id" UUID NOT NULL,
    "user_id" UUID,
    "application_id" UUID,
    "api_key_id" TEXT,
    "cidr" INET NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ip_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change_feed" (
    "seq" BIGSERIAL NOT NULL,
    "txid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "epoch" INTEGER,
    "except_sign_in" UUID,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "change_feed_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "kid" TEXT NOT NULL,
    "alg" TEXT NOT NULL,
    "sealed_key" BYTEA NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signs_from" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "action" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "actor_type" TEXT NOT NULL,
    "actor_id" TEXT,
    "client_id" TEXT,
    "target_type" TEXT,
    "target_id" TEXT,
    "ip" INET,
    "request_id" TEXT,
    "reason" TEXT,
    "details" JSONB,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attempts" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "attempts_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "usage_counts" (
    "day" DATE NOT NULL,
    "what" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "count" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "usage_counts_pkey" PRIMARY KEY ("day","what","subject")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_account_number_key" ON "users"("account_number");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE UNIQUE INDEX "users_username_key" ON "users"("username");

-- CreateIndex
CREATE UNIQUE INDEX "brands_slug_key" ON "brands"("slug");

-- CreateIndex
CREATE INDEX "brand_members_user_id_idx" ON "brand_members"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "applications_client_id_key" ON "applications"("client_id");

-- CreateIndex
CREATE INDEX "applications_owner_id_idx" ON "applications"("owner_id");

-- CreateIndex
CREATE INDEX "applications_brand_id_idx" ON "applications"("brand_id");

-- CreateIndex
CREATE INDEX "application_secrets_application_id_idx" ON "application_secrets"("application_id");

-- CreateIndex
CREATE UNIQUE INDEX "resources_identifier_key" ON "resources"("identifier");

-- CreateIndex
CREATE INDEX "resources_owner_id_idx" ON "resources"("owner_id");

-- CreateIndex
CREATE INDEX "sign_ins_user_id_idx" ON "sign_ins"("user_id");

-- CreateIndex
CREATE INDEX "sign_ins_application_id_idx" ON "sign_ins"("application_id");

-- CreateIndex
CREATE INDEX "sign_ins_session_id_idx" ON "sign_ins"("session_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_secret_hash_key" ON "sessions"("secret_hash");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_secret_hash_key" ON "api_keys"("secret_hash");

-- CreateIndex
CREATE INDEX "api_keys_user_id_idx" ON "api_keys"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "ip_entries_user_id_cidr_key" ON "ip_entries"("user_id", "cidr");

-- CreateIndex
CREATE UNIQUE INDEX "ip_entries_application_id_cidr_key" ON "ip_entries"("application_id", "cidr");

-- CreateIndex
CREATE UNIQUE INDEX "ip_entries_api_key_id_cidr_key" ON "ip_entries"("api_key_id", "cidr");

-- CreateIndex
CREATE INDEX "change_feed_txid_idx" ON "change_feed"("txid");

-- CreateIndex
CREATE INDEX "change_feed_kind_subject_idx" ON "change_feed"("kind", "subject");

-- CreateIndex
CREATE INDEX "change_feed_until_idx" ON "change_feed"("until");

-- CreateIndex
CREATE INDEX "audit_events_at_idx" ON "audit_events"("at");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_at_idx" ON "audit_events"("actor_id", "at");

-- CreateIndex
CREATE INDEX "audit_events_target_id_at_idx" ON "audit_events"("target_id", "at");

-- CreateIndex
CREATE INDEX "audit_events_request_id_idx" ON "audit_events"("request_id");

-- AddForeignKey
ALTER TABLE "known_networks" ADD CONSTRAINT "known_networks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brand_members" ADD CONSTRAINT "brand_members_brand_id_fkey" FOREIGN KEY ("brand_id") REFERENCES "brands"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brand_members" ADD CONSTRAINT "brand_members_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applications" ADD CONSTRAINT "applications_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "applications" ADD CONSTRAINT "applications_brand_id_fkey" FOREIGN KEY ("brand_id") REFERENCES "brands"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_secrets" ADD CONSTRAINT "application_secrets_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "resources" ADD CONSTRAINT "resources_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ip_entries" ADD CONSTRAINT "ip_entries_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ip_entries" ADD CONSTRAINT "ip_entries_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "applications"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ip_entries" ADD CONSTRAINT "ip_entries_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- A refresh rewrites its row in place (HOT): room on the page, and no index on what changes.
ALTER TABLE "sign_ins" SET (fillfactor = 70);

-- An entry belongs to exactly one account, application or API key.
ALTER TABLE "ip_entries" ADD CONSTRAINT "ip_entries_one_owner" CHECK (num_nonnulls("user_id", "application_id", "api_key_id") = 1);

-- Account numbers have six digits from the first one on.
ALTER SEQUENCE "users_account_number_seq" RESTART WITH 100001;

-- The catalogue as shipped.
INSERT INTO "scopes" ("name", "description", "admin_only", "built_in") VALUES
  ('public', 'See what everybody may see', false, true),
  ('read_items', 'Read items', false, true),
  ('write_items', 'Create and change items', false, true),
  ('read_spaces', 'Read spaces', false, true),
  ('write_spaces', 'Create and change spaces', false, true),
  ('read:resources', 'List protected resources', false, true),
  ('write:resources', 'Register protected resources', false, true),
  ('openid', 'Know who you are', false, true),
  ('profile', 'See your name and user name', false, true),
  ('email', 'See your e-mail address', false, true),
  ('offline_access', 'Stay signed in while you are away', false, true),
  ('read:account', 'See your account, sign-ins, sessions and grants', false, true),
  ('write:account', 'Change your account and end your sign-ins, sessions and grants', false, true),
  ('read:brands', 'See your brands', false, true),
  ('write:brands', 'Create and change your brands', false, true),
  ('read:applications', 'See your OAuth applications', false, true),
  ('write:applications', 'Create and change your OAuth applications', false, true),
  ('read:api-keys', 'See your API keys', false, true),
  ('write:api-keys', 'Create and revoke your API keys', false, true),
  ('read:ip-whitelist', 'See your IP whitelists', false, true),
  ('write:ip-whitelist', 'Change your IP whitelists', false, true),
  ('introspect_tokens', 'Introspect tokens issued to any application', true, true),
  ('read:users', 'See all users', true, true),
  ('write:users', 'Create, change, disable and delete users', true, true),
  ('write:scopes', 'Add scopes to the catalogue', true, true),
  ('read:audit-events', 'Read the audit trail', true, true),
  ('read:signing-keys', 'See the signing keys', true, true),
  ('write:signing-keys', 'Rotate the signing keys', true, true);

-- The documented sign-in faces are applications like any other: an admin can see, limit and disable each.
-- Lifetimes are the server's settings; refresh_reuse null means "until its successor was used".
INSERT INTO "applications"
  ("id", "client_id", "name", "type", "built_in", "first_party", "grant_types", "scopes", "token_endpoint_auth_method", "refresh_reuse", "updated_at") VALUES
  ('00000000-0000-7000-8000-000000000000', 'login-access-token', 'POST /api/v1/login/access-token', 'public', true, true, '{password}', '{}', 'none', 30, now()),
  ('00000000-0000-7000-8000-000000000001', 'auth', 'POST /auth/login', 'public', true, true, '{password,refresh_token}', '{}', 'none', 30, now()),
  ('00000000-0000-7000-8000-000000000002', 'v1-auth', 'POST /v1/auth/login', 'public', true, true, '{password,refresh_token}', '{}', 'none', NULL, now()),
  ('00000000-0000-7000-8000-000000000004', 'api-v1-auth', 'POST /api/v1/auth/password', 'public', true, true, '{password,refresh_token}', '{}', 'none', 30, now());
