-- The `client_id` of the application that made it for its owner; null: the owner, or an application of their own.
ALTER TABLE "brands" ADD COLUMN "made_by" TEXT;
ALTER TABLE "resources" ADD COLUMN "made_by" TEXT;
