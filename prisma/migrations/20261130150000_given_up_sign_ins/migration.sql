-- Whether the application itself ended the sign-in, by giving its tokens back: then no one has turned it out.
ALTER TABLE "sign_ins" ADD COLUMN "given_up" BOOLEAN NOT NULL DEFAULT false;
