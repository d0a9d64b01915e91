-- A claim of a webhook gets a number, so that whoever was slow and has lost it to somebody else can note nothing any more.

-- AlterTable
ALTER TABLE "webhook" ADD COLUMN "claims" INTEGER NOT NULL DEFAULT 0;
