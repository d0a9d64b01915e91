-- CreateEnum
CREATE TYPE "api_token_role" AS ENUM ('EDITOR', 'ADMIN');

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" "api_token_role" NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- By hand

-- A name is free again once its token is revoked, so that a token can be replaced under the same name.
CREATE UNIQUE INDEX "api_token_name_key" ON "api_token"("name") WHERE "revoked_at" IS NULL;

ALTER TABLE "api_token"
    ADD CONSTRAINT "api_token_name_check" CHECK ("name" ~ '\S' AND char_length("name") <= 100),
    ADD CONSTRAINT "api_token_hash_check" CHECK (octet_length("hash") = 32);
