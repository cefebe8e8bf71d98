-- Where a browser may be sent after signing out of an application.
ALTER TABLE "applications" ADD COLUMN "post_logout_redirect_uris" TEXT[] DEFAULT ARRAY[]::TEXT[];
