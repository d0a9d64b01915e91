import type { Prisma } from '../../src/database/generated/client';
import {
  AllegationRole,
  AttributionRole,
  PartyKind,
  PartyNameKind,
  PartyRelationshipKind,
  SpeechMode,
  Stance,
  StatementKind,
  Verdict,
} from '../../src/database/generated/enums';
import { anchorColumns, dateColumns, type PrismaStore } from '../support/factories';
import { Random } from './random';
import {
  inventedDate,
  inventedInstant,
  inventedName,
  inventedRedirects,
  inventedState,
  inventedText,
  inventedUuid,
} from './inventions';

/** How many rows of each kind a world has. */
export interface WorldSizes {
  parties: number;
  statements: number;
  allegations: number;
  assertions: number;
  findings: number;
  /** The share of nodes that are PUBLISHED; 0.88 unless told. */
  published?: number;
}

type Anchored = Pick<
  Prisma.AssertionCreateManyInput,
  'anchorStart' | 'anchorEnd' | 'anchorExact' | 'anchorPrefix' | 'anchorSuffix'
>;

/**
 * Fills a store with an invented world: hidden rows among the visible, missing dates, equal names and days, names in several
 * scripts, long reporting chains, answers to answers, quotations that overlap, parties that nothing is known of. The same seed
 * makes the same world.
 */
export async function seedRandomWorld({ prisma }: PrismaStore, seed: number, sizes: WorldSizes): Promise<void> {
  const world = new World(new Random(seed), sizes);
  await prisma.party.createMany({ data: world.parties });
  await prisma.statement.createMany({ data: world.statements });
  await prisma.allegation.createMany({ data: world.allegations });
  await prisma.partyName.createMany({ data: world.partyNames() });
  await prisma.partyIdentifier.createMany({ data: world.identifiers() });
  await prisma.partyRelationship.createMany({ data: world.relationships() });
  await prisma.attribution.createMany({ data: world.attributions() });
  await prisma.source.createMany({ data: world.sources() });
  await prisma.citation.createMany({ data: world.citations() });
  await prisma.allegationParty.createMany({ data: world.allegationParties() });
  await prisma.allegationCounter.createMany({ data: world.counters() });
  const assertions = world.assertions();
  await prisma.assertion.createMany({ data: assertions });
  await prisma.assertionVia.createMany({ data: world.vias(assertions) });
  await prisma.finding.createMany({ data: world.findings() });
  await prisma.partyRedirect.createMany({ data: inventedRedirects(new Random(seed), world.parties) });
}

class World {
  readonly parties: Prisma.PartyCreateManyInput[];
  readonly statements: Prisma.StatementCreateManyInput[];
  readonly allegations: Prisma.AllegationCreateManyInput[];

  constructor(
    private readonly random: Random,
    private readonly sizes: WorldSizes,
  ) {
    this.parties = times(sizes.parties, (n) => ({
      ...this.node(),
      slug: `party-${String(n)}`,
      kind: random.pick(Object.values(PartyKind)),
      name: inventedName(random),
      description: random.chance(0.5) ? inventedText(random, 6) : null,
    }));
    this.statements = times(sizes.statements, (n) => ({
      ...this.node(),
      slug: `statement-${String(n)}`,
      kind: random.pick(Object.values(StatementKind)),
      title: random.chance(0.2) ? 'The harbour report' : inventedText(random, 3),
      subtitle: random.chance(0.3) ? inventedText(random, 4) : null,
      body: inventedText(random, random.between(12, 40)),
      language: random.chance(0.6) ? random.pick(['en', 'ar', 'el']) : null,
      ...dateColumns('issuedOn', 'issued', inventedDate(random)),
    }));
    this.allegations = times(sizes.allegations, (n) => ({
      ...this.node(),
      slug: `allegation-${String(n)}`,
      summary: random.chance(0.2) ? 'The bridge was closed on purpose' : inventedText(random, 5),
      place: random.chance(0.5) ? random.pick(['Lower Quay', 'lower quay', 'Σίφνος']) : null,
      ...dateColumns('occurredOn', 'occurred', inventedDate(random)),
    }));
  }

  private node(): {
    id: string;
    state: 'DRAFT' | 'PUBLISHED' | 'ARCHIVED';
    createdAt: Date;
    updatedAt: Date;
    version: number;
  } {
    const { random, sizes } = this;
    return {
      id: inventedUuid(random),
      state: inventedState(random, sizes.published),
      createdAt: inventedInstant(random),
      updatedAt: inventedInstant(random),
      version: random.between(1, 9),
    };
  }

  partyNames(): Prisma.PartyNameCreateManyInput[] {
    return this.children(this.parties, 3, (party, position) => ({
      partyId: party.id,
      position,
      name: inventedName(this.random),
      kind: this.random.pick(Object.values(PartyNameKind)),
      language: this.random.chance(0.4) ? this.random.pick(['en', 'ar', 'ar-Latn']) : null,
      usedById: this.random.chance(0.4) ? this.random.pick(this.parties).id : null,
    }));
  }

  identifiers(): Prisma.PartyIdentifierCreateManyInput[] {
    return this.children(this.parties, 2, (party, position) => ({
      partyId: party.id,
      position,
      scheme: this.random.pick(['wikidata', 'viaf']),
      value: `Q${String(position)}${String(this.random.between(1, 999))}`,
    }));
  }

  relationships(): Prisma.PartyRelationshipCreateManyInput[] {
    const { random } = this;
    return this.children(this.parties, 3, (party, position) => ({
      subjectId: party.id,
      position,
      kind: random.pick(Object.values(PartyRelationshipKind)),
      objectId: random.pick(this.parties.filter(({ id }) => id !== party.id)).id,
      title: random.chance(0.4) ? inventedText(random, 2) : null,
      ...dateColumns('validFrom', 'validFrom', inventedDate(random)),
      ...dateColumns('validTo', 'validTo', null),
      assertedInId: random.chance(0.4) ? random.pick(this.statements).id : null,
    }));
  }

  attributions(): Prisma.AttributionCreateManyInput[] {
    const pairs = this.pairs(this.statements, this.parties, Object.values(AttributionRole), 4);
    return pairs.map(({ owner, other, role, position }) => ({ statementId: owner, partyId: other, role, position }));
  }

  sources(): Prisma.SourceCreateManyInput[] {
    const { random } = this;
    return this.children(this.statements, 2, (statement, position) => ({
      statementId: statement.id,
      position,
      title: inventedText(random, 2),
      url: random.chance(0.6) ? `https://example.org/${String(random.between(1, 99))}` : null,
      publisherId: random.chance(0.6) ? random.pick(this.parties).id : null,
      retrievedOn: random.chance(0.5) ? new Date(Date.UTC(2020, random.between(0, 11), 3)) : null,
      sha256: random.chance(0.4) ? '0123456789abcdef'.repeat(4) : null,
    }));
  }

  citations(): Prisma.CitationCreateManyInput[] {
    const pairs = this.pairs(this.statements, this.statements, [null], 3);
    return pairs.map(({ owner, other, position }) => ({ statementId: owner, citedId: other, position }));
  }

  allegationParties(): Prisma.AllegationPartyCreateManyInput[] {
    const pairs = this.pairs(this.allegations, this.parties, Object.values(AllegationRole), 4);
    return pairs.map(({ owner, other, role, position }) => ({ allegationId: owner, partyId: other, role, position }));
  }

  counters(): Prisma.AllegationCounterCreateManyInput[] {
    const pairs = this.pairs(this.allegations, this.allegations, [null], 3);
    return pairs.map(({ owner, other, position }) => ({ allegationId: owner, counteredId: other, position }));
  }

  assertions(): Prisma.AssertionCreateManyInput[] {
    const { random, sizes } = this;
    const made: Prisma.AssertionCreateManyInput[] = [];
    times(sizes.assertions, () => {
      // Answers gather on few assertions, and many of them in few statements, so that their order there matters.
      const earlier = random.chance(0.5) && made.length > 0 ? random.pick(made.slice(0, 15)) : undefined;
      const statement = random.pick(earlier && random.chance(0.5) ? this.statements.slice(0, 3) : this.statements);
      // Some take back what they have alleged themselves.
      const takenBack = earlier?.stance === Stance.ALLEGES && random.chance(0.5) ? earlier : undefined;
      const row: Prisma.AssertionCreateManyInput = {
        ...this.node(),
        allegationId: earlier?.allegationId ?? random.pick(this.allegations).id,
        inResponseToId: earlier?.id ?? null,
        statementId: statement.id,
        speakerId: takenBack?.speakerId ?? random.pick(this.parties.slice(0, Math.ceil(sizes.parties / 2))).id,
        stance: takenBack ? Stance.RETRACTS : random.chance(0.65) ? Stance.ALLEGES : random.pick(Object.values(Stance)),
        mode: random.chance(0.6) ? random.pick(Object.values(SpeechMode)) : null,
        ...dateColumns('saidOn', 'said', inventedDate(random)),
        ...this.anchor(
          statement,
          made.filter((other) => other.statementId === statement.id),
        ),
      };
      // One that is the same as an earlier one would be refused.
      if (distinct([...made, row], identityOf).length > made.length) made.push(row);
    });
    return made;
  }

  vias(assertions: readonly Prisma.AssertionCreateManyInput[]): Prisma.AssertionViaCreateManyInput[] {
    return assertions.flatMap(({ id }) => {
      const length = this.random.pick([0, 0, 0, 1, 2, 6]);
      // The same outlet may pass words on twice, at two places of a chain.
      return times(length, (position) => ({ assertionId: id, partyId: this.random.pick(this.parties).id, position }));
    });
  }

  findings(): Prisma.FindingCreateManyInput[] {
    const { random, sizes } = this;
    const made = times(sizes.findings, () => {
      const statement = random.chance(0.6) ? random.pick(this.statements) : null;
      return {
        ...this.node(),
        // Findings on few allegations, since one of them says all about its standing.
        allegationId: random.pick(this.allegations.slice(0, Math.ceil(sizes.allegations / 4))).id,
        bodyId: random.pick(this.parties).id,
        statementId: statement?.id ?? null,
        verdict: random.pick(Object.values(Verdict)),
        ratingText: random.chance(0.6) ? inventedText(random, 3) : null,
        jurisdiction: random.chance(0.3) ? 'Quayside district' : null,
        url: random.chance(0.5) ? 'https://example.org/ruling' : null,
        ...dateColumns('ruledOn', 'ruled', inventedDate(random)),
        ...(statement ? this.anchor(statement, []) : {}),
      };
    });
    return distinct(made, (row: Prisma.FindingCreateManyInput) => [
      row.allegationId,
      row.bodyId,
      row.statementId,
      row.anchorStart,
      row.anchorEnd,
    ]);
  }

  /** None, the place of an earlier quotation, or a new place. */
  private anchor(statement: Prisma.StatementCreateManyInput, earlier: readonly Anchored[]): Anchored {
    const { random } = this;
    if (random.chance(0.25)) return {};
    const placed = earlier.filter(({ anchorStart }) => typeof anchorStart === 'number');
    if (placed.length > 0 && random.chance(0.3)) {
      const { anchorStart, anchorEnd, anchorExact, anchorPrefix, anchorSuffix } = random.pick(placed);
      return { anchorStart, anchorEnd, anchorExact, anchorPrefix, anchorSuffix };
    }
    const length = [...statement.body].length;
    const start = random.chance(0.1) ? 0 : random.between(0, length - 1);
    const end = random.chance(0.1) ? length : Math.min(length, start + random.between(1, 25));
    return anchorColumns(statement.body, start, end);
  }

  private children<Owner, Row>(
    owners: readonly Owner[],
    most: number,
    make: (owner: Owner, position: number) => Row,
  ): Row[] {
    return owners.flatMap((owner) => times(this.random.between(0, most), (position) => make(owner, position)));
  }

  /** Different pairs of an owner and another, at most so many for each owner; never of one with itself. */
  private pairs<Role>(
    owners: readonly { id: string }[],
    others: readonly { id: string }[],
    roles: readonly Role[],
    most: number,
  ): { owner: string; other: string; role: Role; position: number }[] {
    return owners.flatMap(({ id: owner }) => {
      const possible = others.filter(({ id }) => id !== owner).flatMap(({ id }) => roles.map((role) => ({ id, role })));
      const favourites = possible.slice(0, 4 * roles.length);
      const chosen = this.random.sample(this.random.chance(0.4) ? favourites : possible, this.random.between(0, most));
      return chosen.map(({ id, role }, position) => ({ owner, other: id, role, position }));
    });
  }
}

function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

function identityOf(row: Prisma.AssertionCreateManyInput): unknown[] {
  return [row.allegationId, row.statementId, row.speakerId, row.stance, row.anchorStart, row.anchorEnd];
}

/** The rows without those that the store holds to be the same as an earlier one. */
function distinct<T>(rows: readonly T[], identity: (row: T) => unknown[]): T[] {
  const seen = new Set<string>();
  return rows.filter((row) => {
    const key = JSON.stringify(identity(row).map((part) => part ?? null));
    return !seen.has(key) && seen.add(key);
  });
}
