CREATE TABLE "known_places" (
    "user_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "last_seen" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "known_places_pkey" PRIMARY KEY ("user_id", "place")
);
