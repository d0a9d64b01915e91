import { Field, Int, ObjectType } from 'type-graphql';

/** What an import did to one kind of content. */
@ObjectType({ description: 'What an import did to one kind of content, or would do in a dry run.' })
export class ImportCounts {
  @Field(() => Int, { description: 'What was not there before.' })
  created!: number;

  @Field(() => Int, { description: 'What was there and differed.' })
  updated!: number;

  @Field(() => Int, { description: 'What was there as the dossier has it.' })
  unchanged!: number;

  @Field(() => Int, { description: 'What was there and is gone, since the dossier prunes and does not list it.' })
  removed!: number;
}

/** What an import did. */
@ObjectType({ description: 'What an import did, or would do in a dry run.' })
export class ImportReport {
  @Field(() => ImportCounts, { description: 'What it did to parties.' })
  parties!: ImportCounts;

  @Field(() => ImportCounts, { description: 'What it did to statements.' })
  statements!: ImportCounts;

  @Field(() => ImportCounts, { description: 'What it did to allegations.' })
  allegations!: ImportCounts;

  @Field(() => ImportCounts, { description: 'What it did to assertions.' })
  assertions!: ImportCounts;

  @Field(() => ImportCounts, { description: 'What it did to findings.' })
  findings!: ImportCounts;
}
