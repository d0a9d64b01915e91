-- What was erased on a lawful request, so that nobody brings it back unawares: no name and no slug, only what recognises one.

-- CreateTable
CREATE TABLE "tombstone" (
    "node_id" UUID NOT NULL,
    "node_type" "changed_type" NOT NULL,
    "slug_hash" BYTEA NOT NULL,
    "reason" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tombstone_pkey" PRIMARY KEY ("node_id")
);

-- CreateIndex
CREATE INDEX "tombstone_node_type_slug_hash_idx" ON "tombstone"("node_type", "slug_hash");
