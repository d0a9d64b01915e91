import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Prisma } from '../../src/database/generated/client';
import type { PeerContext } from './typeGraphqlAllegations';
import {
  AllegationConnection,
  page,
  PartialDate,
  partialDate,
  Party,
  Statement,
  StatementConnection,
} from './typeGraphqlModels';

@Resolver(() => StatementConnection)
export class StatementResolver {
  @Query(() => StatementConnection)
  async statements(
    @Ctx() { prisma }: PeerContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<StatementConnection> {
    const skip = Number(after ?? 0);
    const rows = await prisma.statement.findMany({
      where: { state: 'PUBLISHED' },
      orderBy: [{ issuedEarliest: 'desc' }, { id: 'desc' }],
      take: first + 1,
      skip,
    });
    return page(rows, skip, first);
  }
}

@Resolver(() => Statement)
export class StatementRelations {
  @FieldResolver(() => PartialDate, { nullable: true })
  issuedOn(@Root() statement: Statement): PartialDate | null {
    return partialDate(statement.issuedOn, statement.issuedEarliest, statement.issuedLatest);
  }

  @FieldResolver(() => [Party])
  async issuers(@Root() { id }: Statement, @Ctx() { prisma }: PeerContext): Promise<Party[]> {
    const attributions = await prisma.statement.findUniqueOrThrow({ where: { id } }).attributions({
      where: { role: 'ISSUER', party: { state: 'PUBLISHED' } },
      orderBy: { position: 'asc' },
      include: { party: true },
    });
    return attributions.map(({ party }) => party);
  }
}

@Resolver(() => Party)
export class PartyResolver {
  @Query(() => Party, { nullable: true })
  party(@Arg('id', () => ID) id: string, @Ctx() { prisma }: PeerContext): Promise<Party | null> {
    return prisma.party.findUnique({ where: { id, state: 'PUBLISHED' } });
  }

  @FieldResolver(() => AllegationConnection)
  async allegations(
    @Root() { id }: Party,
    @Ctx() { prisma }: PeerContext,
    @Arg('first', () => Int, { defaultValue: 20 }) first: number,
  ): Promise<Omit<AllegationConnection, 'totalCount'> & { where: Prisma.AllegationWhereInput }> {
    const where: Prisma.AllegationWhereInput = { state: 'PUBLISHED', parties: { some: { partyId: id } } };
    const orderBy: Prisma.AllegationOrderByWithRelationInput[] = [{ occurredEarliest: 'desc' }, { id: 'desc' }];
    const rows = await prisma.allegation.findMany({ where, orderBy, take: first + 1 });
    return { ...page(rows, 0, first), where };
  }
}
