import { Field, ID, InputType, Int } from 'type-graphql';
import { AttributionRole, PublicationState, StatementKind } from '../enums.model';
import { DateScalar } from '../scalars/date.scalar';
import { EDTFScalar } from '../scalars/edtf.scalar';
import { LanguageTagScalar } from '../scalars/languageTag.scalar';
import { URLScalar } from '../scalars/url.scalar';

/** An attribution; see the description. */
@InputType({ description: 'A party and what it did for the statement to exist.' })
export class AttributionInput {
  @Field(() => ID, { description: 'The party.' })
  party!: string;

  @Field(() => AttributionRole, { description: 'What it did.' })
  role!: AttributionRole;
}

/** A source; see the description. */
@InputType({ description: 'Where the text of a statement comes from.' })
export class SourceInput {
  @Field(() => String, {
    nullable: true,
    description: 'What the source is called. One line of at most 1,000 characters.',
  })
  title?: string | null;

  @Field(() => URLScalar, { nullable: true, description: 'Where it was found. At most 2,000 characters.' })
  url?: string | null;

  @Field(() => URLScalar, { nullable: true, description: 'Where a copy is kept on the web. At most 2,000 characters.' })
  archiveUrl?: string | null;

  @Field(() => ID, { nullable: true, description: 'The party that published it.' })
  publisher?: string | null;

  @Field(() => DateScalar, { nullable: true, description: 'The day on which it was looked up.' })
  retrievedOn?: string | null;

  @Field(() => String, { nullable: true, description: 'The SHA-256 of an archived copy, as 64 hexadecimal digits.' })
  sha256?: string | null;
}

/** A new statement; see the description. */
@InputType({ description: 'A new statement.' })
export class CreateStatementInput {
  @Field({
    description:
      'A readable key, unique among statements. At most 120 characters: lower-case letters and digits in words joined by single hyphens.',
  })
  slug!: string;

  @Field(() => StatementKind, { description: 'In what form it was made public.' })
  kind!: StatementKind;

  @Field({ description: 'Its own title, or one that describes it. One line of at most 600 characters.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Its own subtitle. One line of at most 1,000 characters.' })
  subtitle?: string | null;

  @Field({
    description:
      'The whole text, at most 10,000,000 bytes of UTF-8; it is kept in Unicode form NFC with line feeds as line ends. A request has at most 2 MiB: larger texts come by the import command.',
  })
  body!: string;

  @Field(() => LanguageTagScalar, { nullable: true, description: 'The language of the body.' })
  language?: string | null;

  @Field(() => EDTFScalar, { nullable: true, description: 'When it was issued.' })
  issuedOn?: string | null;

  @Field(() => [AttributionInput], {
    description: 'Who issued, wrote, spoke, published, signed or translated it, each party once in a role.',
  })
  attributions!: AttributionInput[];

  @Field(() => [SourceInput], { nullable: true, description: 'Where the text comes from.' })
  sources?: SourceInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'Other statements that this one cites, each once.' })
  cites?: string[] | null;

  @Field(() => PublicationState, {
    nullable: true,
    description: 'Who sees it. DRAFT unless told: nothing new is public until somebody says so.',
  })
  state?: PublicationState | null;
}

/** Changes of a statement; see the description. */
@InputType({
  description:
    'What to change of a statement. What is left out stays, null clears what may be empty, and a list replaces the one that was there. Where nothing differs, nothing is written and the version stays.',
})
export class UpdateStatementInput {
  @Field(() => ID, { description: 'The statement.' })
  id!: string;

  @Field(() => Int, {
    description:
      'The version that you have read; if it is no longer the current one, nothing is changed and the error is CONFLICT with the current version in extensions.currentVersion.',
  })
  version!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'A readable key, unique among statements. At most 120 characters: lower-case letters and digits in words joined by single hyphens.',
  })
  slug?: string | null;

  @Field(() => StatementKind, { nullable: true, description: 'In what form it was made public.' })
  kind?: StatementKind | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its own title, or one that describes it. One line of at most 600 characters.',
  })
  title?: string | null;

  @Field(() => String, { nullable: true, description: 'Its own subtitle. One line of at most 1,000 characters.' })
  subtitle?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The whole text, at most 10,000,000 bytes of UTF-8; it is kept in Unicode form NFC with line feeds as line ends. A request has at most 2 MiB: larger texts come by the import command.',
  })
  body?: string | null;

  @Field(() => LanguageTagScalar, { nullable: true, description: 'The language of the body.' })
  language?: string | null;

  @Field(() => EDTFScalar, { nullable: true, description: 'When it was issued.' })
  issuedOn?: string | null;

  @Field(() => [AttributionInput], {
    nullable: true,
    description: 'Who issued, wrote, spoke, published, signed or translated it, each party once in a role.',
  })
  attributions?: AttributionInput[] | null;

  @Field(() => [SourceInput], { nullable: true, description: 'Where the text comes from.' })
  sources?: SourceInput[] | null;

  @Field(() => [ID], { nullable: true, description: 'Other statements that this one cites, each once.' })
  cites?: string[] | null;
}
