-- The application on whose pages a mail was asked for: the page behind its link looks like the mail.
ALTER TABLE "account_links" ADD COLUMN "client_id" TEXT;
