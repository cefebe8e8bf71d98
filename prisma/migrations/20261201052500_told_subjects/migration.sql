-- Whether tokens told the application by what subject it knows the person, also once the sign-in is forgotten.
ALTER TABLE "consents" ADD COLUMN "told_subject" BOOLEAN NOT NULL DEFAULT false;
