import { uuidv7 } from 'uuidv7';
import type {
  Allegation,
  Assertion,
  Finding,
  Party,
  PrismaClient,
  Statement,
} from '../../src/database/generated/client';
import type { AllegationRole, AttributionRole } from '../../src/database/generated/enums';
import { QuotableText } from '../../src/lib/anchor';
import { parsePartialDate } from '../../src/lib/partialDate';

/** What the factories write through: a Database has it. */
export interface PrismaStore {
  prisma: PrismaClient;
}

/** A partial date's three columns, by the stem of their names. */
type DateColumns<Edtf extends string, Stem extends string> = Record<Edtf, string | null> &
  Record<`${Stem}Earliest` | `${Stem}Latest`, Date | null>;

/** The columns of an EDTF text, or of no date. */
export function dateColumns<Edtf extends string, Stem extends string>(
  edtfColumn: Edtf,
  stem: Stem,
  edtf: string | null | undefined,
): DateColumns<Edtf, Stem> {
  const { earliest, latest } = edtf ? parsePartialDate(edtf) : { earliest: null, latest: null };
  const day = (text: string | null): Date | null => (text === null ? null : new Date(`${text}T00:00:00Z`));
  return {
    [edtfColumn]: edtf ?? null,
    [`${stem}Earliest`]: day(earliest),
    [`${stem}Latest`]: day(latest),
  } as DateColumns<Edtf, Stem>;
}

/** The columns of an anchor on the code points from start to end of a body. */
export function anchorColumns(body: string, start: number, end: number): Record<string, string | number> {
  const anchor = new QuotableText(body).anchorBetween(start, end);
  return {
    anchorStart: anchor.start,
    anchorEnd: anchor.end,
    anchorExact: anchor.exact,
    anchorPrefix: anchor.prefix,
    anchorSuffix: anchor.suffix,
  };
}

let made = 0;
function uniqueSlug(stem: string): string {
  made += 1;
  return `${stem}-${String(made)}`;
}

/** Stores an invented party; whatever the options name is as they say. */
export async function createParty({ prisma }: PrismaStore, options: Partial<Party> = {}): Promise<Party> {
  const slug = options.slug ?? uniqueSlug('party');
  return prisma.party.create({
    data: { id: uuidv7(), slug, kind: 'PERSON', name: `Party ${slug}`, state: 'PUBLISHED', ...options },
  });
}

export interface StatementOptions extends Partial<Omit<Statement, 'issuedEarliest' | 'issuedLatest'>> {
  /** Who it is attributed to, in this order. */
  attributions?: { party: Party; role: AttributionRole }[];
}

/** Stores an invented statement. */
export async function createStatement({ prisma }: PrismaStore, options: StatementOptions = {}): Promise<Statement> {
  const { attributions = [], issuedOn, ...columns } = options;
  const slug = options.slug ?? uniqueSlug('statement');
  return prisma.statement.create({
    data: {
      id: uuidv7(),
      slug,
      kind: 'COMMUNIQUE',
      title: `Statement ${slug}`,
      body: 'The bridge was closed on purpose. The harbour office denies it.',
      state: 'PUBLISHED',
      ...columns,
      ...dateColumns('issuedOn', 'issued', issuedOn),
      attributions: {
        create: attributions.map(({ party, role }, position) => ({ position, role, partyId: party.id })),
      },
    },
  });
}

export interface AllegationOptions extends Partial<Omit<Allegation, 'occurredEarliest' | 'occurredLatest'>> {
  /** Whom it concerns, in this order. */
  parties?: { party: Party; role: AllegationRole }[];
  /** What it is made in answer to, in this order. */
  counters?: Allegation[];
}

/** Stores an invented allegation. */
export async function createAllegation({ prisma }: PrismaStore, options: AllegationOptions = {}): Promise<Allegation> {
  const { parties = [], counters = [], occurredOn, ...columns } = options;
  const slug = options.slug ?? uniqueSlug('allegation');
  return prisma.allegation.create({
    data: {
      id: uuidv7(),
      slug,
      summary: `Allegation ${slug}`,
      state: 'PUBLISHED',
      ...columns,
      ...dateColumns('occurredOn', 'occurred', occurredOn),
      parties: { create: parties.map(({ party, role }, position) => ({ position, role, partyId: party.id })) },
      counters: { create: counters.map(({ id }, position) => ({ position, counteredId: id })) },
    },
  });
}

export interface AssertionOptions extends Partial<
  Pick<Assertion, 'id' | 'stance' | 'mode' | 'saidOn' | 'state' | 'createdAt'>
> {
  allegation: Allegation;
  statement: Statement;
  speaker: Party;
  /** Who passed the words on, outermost first. */
  via?: Party[];
  /** Code points of the statement's body that it is anchored at. */
  anchor?: [start: number, end: number];
  inResponseTo?: Assertion;
}

/** Stores an invented assertion; ALLEGES unless told. */
export async function createAssertion({ prisma }: PrismaStore, options: AssertionOptions): Promise<Assertion> {
  const { allegation, statement, speaker, via = [], anchor, inResponseTo, saidOn, ...columns } = options;
  return prisma.assertion.create({
    data: {
      id: uuidv7(),
      stance: 'ALLEGES',
      state: 'PUBLISHED',
      ...columns,
      allegationId: allegation.id,
      statementId: statement.id,
      speakerId: speaker.id,
      inResponseToId: inResponseTo?.id ?? null,
      ...dateColumns('saidOn', 'said', saidOn),
      ...(anchor ? anchorColumns(statement.body, ...anchor) : {}),
      via: { create: via.map(({ id }, position) => ({ position, partyId: id })) },
    },
  });
}

export interface FindingOptions extends Partial<
  Pick<Finding, 'id' | 'verdict' | 'ratingText' | 'jurisdiction' | 'ruledOn' | 'url' | 'state'>
> {
  allegation: Allegation;
  body: Party;
  statement?: Statement;
  anchor?: [start: number, end: number];
}

/** Stores an invented finding; UNPROVEN unless told. */
export async function createFinding({ prisma }: PrismaStore, options: FindingOptions): Promise<Finding> {
  const { allegation, body, statement, anchor, ruledOn, ...columns } = options;
  return prisma.finding.create({
    data: {
      id: uuidv7(),
      verdict: 'UNPROVEN',
      state: 'PUBLISHED',
      ...columns,
      allegationId: allegation.id,
      bodyId: body.id,
      statementId: statement?.id ?? null,
      ...dateColumns('ruledOn', 'ruled', ruledOn),
      ...(statement && anchor ? anchorColumns(statement.body, ...anchor) : {}),
    },
  });
}
