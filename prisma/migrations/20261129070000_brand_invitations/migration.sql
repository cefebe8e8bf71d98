-- Whether the person has accepted to belong to the brand; until then it is an invitation.
ALTER TABLE "brand_members" ADD COLUMN "accepted" BOOLEAN NOT NULL DEFAULT true;
