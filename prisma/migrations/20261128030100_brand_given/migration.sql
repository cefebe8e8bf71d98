-- Whether an administrator gave an application a brand that its owner could not have given it. A brand that is no such
-- gift is shown only while the application's owner owns the brand. Of the applications there are, those without an owner
-- have theirs from an administrator.
ALTER TABLE "applications" ADD COLUMN "brand_given" BOOLEAN NOT NULL DEFAULT false;
UPDATE "applications" SET "brand_given" = true WHERE "brand_id" IS NOT NULL AND "owner_id" IS NULL;

-- What these two say of other people's things, as the consent page says it.
UPDATE "scopes" SET "description" = 'See all users, and what belongs to them as far as what belongs to you' WHERE "name" = 'read:users';
UPDATE "scopes" SET "description" = 'Create, change, disable and delete users, and change what belongs to them as far as what belongs to you' WHERE "name" = 'write:users';
