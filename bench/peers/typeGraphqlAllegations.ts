import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Prisma, PrismaClient } from '../../src/database/generated/client';
import {
  Allegation,
  AllegationConnection,
  AllegationParty,
  AllegationWhereInput,
  Assertion,
  AssertionConnection,
  page,
  PartialDate,
  partialDate,
  Party,
  Statement,
  TextAnchor,
} from './typeGraphqlModels';

export interface PeerContext {
  prisma: PrismaClient;
}

const newest = [{ occurredEarliest: 'desc' }, { id: 'desc' }] satisfies Prisma.AllegationOrderByWithRelationInput[];
const inOrder = [
  { statementIssued: 'desc' },
  { statementId: 'desc' },
  { anchorStart: 'asc' },
  { id: 'asc' },
] satisfies Prisma.AssertionOrderByWithRelationInput[];

interface Counted {
  where: Prisma.AllegationWhereInput;
}

@Resolver(() => AllegationConnection)
export class AllegationResolver {
  @Query(() => AllegationConnection)
  async allegations(
    @Ctx() { prisma }: PeerContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
    @Arg('where', () => AllegationWhereInput, { nullable: true }) filter?: AllegationWhereInput,
  ): Promise<Omit<AllegationConnection, 'totalCount'> & Counted> {
    const partyId = filter?.accused?.id?.equals;
    const where: Prisma.AllegationWhereInput = {
      state: 'PUBLISHED',
      ...(partyId === undefined ? {} : { parties: { some: { partyId, role: 'ACCUSED' } } }),
    };
    const skip = Number(after ?? 0);
    const rows = await prisma.allegation.findMany({ where, orderBy: newest, take: first + 1, skip });
    return { ...page(rows, skip, first), where };
  }

  @FieldResolver(() => Int)
  totalCount(@Root() { where }: Counted, @Ctx() { prisma }: PeerContext): Promise<number> {
    return prisma.allegation.count({ where });
  }

  @Query(() => Allegation, { nullable: true })
  allegation(@Arg('id', () => ID) id: string, @Ctx() { prisma }: PeerContext): Promise<Allegation | null> {
    return prisma.allegation.findUnique({ where: { id, state: 'PUBLISHED' } });
  }
}

@Resolver(() => Allegation)
export class AllegationRelations {
  @FieldResolver(() => PartialDate, { nullable: true })
  occurredOn(@Root() allegation: Allegation): PartialDate | null {
    return partialDate(allegation.occurredOn, allegation.occurredEarliest, allegation.occurredLatest);
  }

  @FieldResolver(() => [AllegationParty])
  async parties(@Root() { id }: Allegation, @Ctx() { prisma }: PeerContext): Promise<AllegationParty[]> {
    return prisma.allegation.findUniqueOrThrow({ where: { id } }).parties({
      where: { party: { state: 'PUBLISHED' } },
      orderBy: { position: 'asc' },
      include: { party: true },
    });
  }

  @FieldResolver(() => [Party])
  async accused(@Root() { id }: Allegation, @Ctx() { prisma }: PeerContext): Promise<Party[]> {
    const parties = await prisma.allegation.findUniqueOrThrow({ where: { id } }).parties({
      where: { role: 'ACCUSED', party: { state: 'PUBLISHED' } },
      orderBy: { position: 'asc' },
      include: { party: true },
    });
    return parties.map(({ party }) => party);
  }

  @FieldResolver(() => AssertionConnection)
  async assertions(
    @Root() { id }: Allegation,
    @Ctx() { prisma }: PeerContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
  ): Promise<AssertionConnection> {
    const nodes = await prisma.allegation
      .findUniqueOrThrow({ where: { id } })
      .assertions({ where: { visible: true }, orderBy: inOrder, take: first });
    return { nodes };
  }
}

@Resolver(() => Assertion)
export class AssertionRelations {
  @FieldResolver(() => TextAnchor, { nullable: true })
  anchor(@Root() { anchorExact, anchorStart, anchorEnd }: Assertion): TextAnchor | null {
    if (anchorExact === null || anchorStart === null || anchorEnd === null) return null;
    return { exact: anchorExact, start: anchorStart, end: anchorEnd };
  }

  @FieldResolver(() => Party)
  speaker(@Root() { id }: Assertion, @Ctx() { prisma }: PeerContext): Promise<Party> {
    return prisma.assertion.findUniqueOrThrow({ where: { id } }).speaker();
  }

  @FieldResolver(() => Statement)
  statement(@Root() { id }: Assertion, @Ctx() { prisma }: PeerContext): Promise<Statement> {
    return prisma.assertion.findUniqueOrThrow({ where: { id } }).statement();
  }
}
