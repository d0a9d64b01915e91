import type { Prisma } from '../database/generated/client';
import type { Sql } from '../dossier/sql';

/** Asks inside an interactive transaction of Prisma's. */
export class PrismaSql implements Sql {
  constructor(private readonly transaction: Prisma.TransactionClient) {}

  rows<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
    return this.transaction.$queryRawUnsafe<Row[]>(text, ...values);
  }

  run(text: string, values: unknown[] = []): Promise<number> {
    return this.transaction.$executeRawUnsafe(text, ...values);
  }
}
