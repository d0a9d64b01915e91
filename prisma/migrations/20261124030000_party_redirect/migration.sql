-- Where the ids and slugs of merged parties lead, and the keys under which creations can be repeated without harm.
-- Slugs have the collation "C", as those of parties do.

-- CreateTable
CREATE TABLE "party_redirect" (
    "id" UUID NOT NULL,
    "slug" TEXT COLLATE "C" NOT NULL,
    "into_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "party_redirect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "actor" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "node_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("actor","key","place")
);

-- CreateIndex
CREATE UNIQUE INDEX "party_redirect_slug_key" ON "party_redirect"("slug");

-- CreateIndex
CREATE INDEX "party_redirect_into_id_idx" ON "party_redirect"("into_id");

-- CreateIndex
CREATE INDEX "idempotency_key_created_at_idx" ON "idempotency_key"("created_at");

-- AddForeignKey
ALTER TABLE "party_redirect" ADD CONSTRAINT "party_redirect_into_id_fkey" FOREIGN KEY ("into_id") REFERENCES "party"("id") ON DELETE CASCADE ON UPDATE CASCADE;
