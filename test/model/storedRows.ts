import type { PrismaClient } from '../../src/database/generated/client';
import type { Anchor, NodeType } from './plain/plainStore';

/** A node as its rows have it, with the columns that triggers keep. */
export interface StoredNode {
  readonly id: string;
  readonly type: NodeType;
  readonly version: number;
  readonly content: Readonly<Record<string, unknown>>;
  /** Days of partial dates, who sees it, and counts. */
  readonly kept: Readonly<Record<string, unknown>>;
}

const inOrder = { orderBy: { position: 'asc' } } as const;
const oldest = { orderBy: { id: 'asc' } } as const;
const day = (date: Date | null): string | null => date?.toISOString().slice(0, 10) ?? null;

/** Every node of the store, read as rows by Prisma Client. */
export async function storedNodes(prisma: PrismaClient): Promise<StoredNode[]> {
  const parts = [parties(prisma), statements(prisma), allegations(prisma), assertions(prisma), findings(prisma)];
  return (await Promise.all(parts)).flat();
}

async function parties(prisma: PrismaClient): Promise<StoredNode[]> {
  const counts = new Map((await prisma.partyCount.findMany()).map(({ id, ...count }) => [id, count]));
  const rows = await prisma.party.findMany({
    ...oldest,
    include: { names: inOrder, identifiers: inOrder, relationships: inOrder },
  });
  if (counts.size !== rows.length) throw new Error('There are counts of parties that are not there.');
  return rows.map(({ id, version, slug, kind, name, description, state, ...lists }) => ({
    id,
    type: 'PARTY',
    version,
    content: {
      slug,
      kind,
      name,
      description,
      state,
      names: lists.names.map((row) => ({
        name: row.name,
        kind: row.kind,
        language: row.language,
        usedBy: row.usedById,
      })),
      identifiers: lists.identifiers.map((row) => ({ scheme: row.scheme, value: row.value })),
      relationships: lists.relationships.map((row) => ({
        kind: row.kind,
        object: row.objectId,
        title: row.title,
        validFrom: row.validFrom,
        validTo: row.validTo,
        assertedIn: row.assertedInId,
      })),
    },
    kept: {
      ...counts.get(id),
      days: lists.relationships.map((row) => [
        [day(row.validFromEarliest), day(row.validFromLatest)],
        [day(row.validToEarliest), day(row.validToLatest)],
      ]),
    },
  }));
}

async function statements(prisma: PrismaClient): Promise<StoredNode[]> {
  const rows = await prisma.statement.findMany({
    ...oldest,
    include: { attributions: inOrder, sources: inOrder, cites: inOrder },
  });
  return rows.map(({ id, version, slug, kind, title, subtitle, body, language, issuedOn, state, ...row }) => ({
    id,
    type: 'STATEMENT',
    version,
    content: {
      slug,
      kind,
      title,
      subtitle,
      body,
      language,
      issuedOn,
      state,
      attributions: row.attributions.map(({ partyId, role }) => ({ party: partyId, role })),
      sources: row.sources.map((source) => ({
        title: source.title,
        url: source.url,
        archiveUrl: source.archiveUrl,
        publisher: source.publisherId,
        retrievedOn: day(source.retrievedOn),
        sha256: source.sha256,
      })),
      cites: row.cites.map(({ citedId }) => citedId),
    },
    kept: { days: [day(row.issuedEarliest), day(row.issuedLatest)] },
  }));
}

async function allegations(prisma: PrismaClient): Promise<StoredNode[]> {
  const counts = new Map((await prisma.allegationCount.findMany()).map(({ id, ...count }) => [id, count]));
  const rows = await prisma.allegation.findMany({ ...oldest, include: { parties: inOrder, counters: inOrder } });
  if (counts.size !== rows.length) throw new Error('There are counts of allegations that are not there.');
  return rows.map(({ id, version, slug, summary, occurredOn, place, state, ...row }) => ({
    id,
    type: 'ALLEGATION',
    version,
    content: {
      slug,
      summary,
      occurredOn,
      place,
      state,
      parties: row.parties.map(({ partyId, role }) => ({ party: partyId, role })),
      counters: row.counters.map(({ counteredId }) => counteredId),
    },
    kept: { ...counts.get(id), days: [day(row.occurredEarliest), day(row.occurredLatest)] },
  }));
}

async function assertions(prisma: PrismaClient): Promise<StoredNode[]> {
  const rows = await prisma.assertion.findMany({ ...oldest, include: { via: inOrder } });
  return rows.map(({ id, version, stance, mode, saidOn, state, ...row }) => ({
    id,
    type: 'ASSERTION',
    version,
    content: {
      allegation: row.allegationId,
      statement: row.statementId,
      speaker: row.speakerId,
      stance,
      mode,
      saidOn,
      anchor: anchorOf(row),
      inResponseTo: row.inResponseToId,
      state,
      via: row.via.map(({ partyId }) => partyId),
    },
    kept: {
      visible: row.visible,
      days: [day(row.saidEarliest), day(row.saidLatest)],
      statementIssued: day(row.statementIssued),
    },
  }));
}

async function findings(prisma: PrismaClient): Promise<StoredNode[]> {
  const rows = await prisma.finding.findMany(oldest);
  return rows.map(({ id, version, verdict, ratingText, jurisdiction, ruledOn, url, state, ...row }) => ({
    id,
    type: 'FINDING',
    version,
    content: {
      allegation: row.allegationId,
      body: row.bodyId,
      verdict,
      ratingText,
      jurisdiction,
      ruledOn,
      statement: row.statementId,
      anchor: anchorOf(row),
      url,
      state,
    },
    kept: { visible: row.visible, days: [day(row.ruledEarliest), day(row.ruledLatest)] },
  }));
}

interface AnchorColumns {
  readonly anchorStart: number | null;
  readonly anchorEnd: number | null;
  readonly anchorExact: string | null;
  readonly anchorPrefix: string | null;
  readonly anchorSuffix: string | null;
}

function anchorOf(row: AnchorColumns): Anchor | null {
  const { anchorStart: start, anchorEnd: end, anchorExact: exact, anchorPrefix: prefix, anchorSuffix: suffix } = row;
  if (start === null || end === null || exact === null || prefix === null || suffix === null) return null;
  return { exact, prefix, suffix, start, end };
}
