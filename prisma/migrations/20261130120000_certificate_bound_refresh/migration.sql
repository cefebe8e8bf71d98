-- The certificate that a public client's refresh tokens are bound to (RFC 8705 section 4), beside "dpop_jkt".
ALTER TABLE "sign_ins" ADD COLUMN "certificate_thumbprint" TEXT;
