import 'reflect-metadata';
import { z } from 'zod';
import { PublicationState } from '../database/generated/enums';
import { Allegation } from '../models/allegation.model';
import { Assertion } from '../models/assertion.model';
import { textKinds } from '../models/fields/textKinds';
import { Finding } from '../models/finding.model';
import { Party } from '../models/party.model';
import { Source } from '../models/source.model';
import { Statement } from '../models/statement.model';
import { entry, type Entry } from './dossierEntry';
import { filePath, text } from './dossierFields';

/** The format and version that stands at the top of every dossier. */
export const DOSSIER_FORMAT = 'dossier/1';

const state = z
  .enum(PublicationState)
  .meta({
    title: 'State',
    description:
      'Who sees it: readers see what is PUBLISHED. Where it is left out, the import says (default: PUBLISHED).',
  })
  .optional();

interface Stated {
  state?: PublicationState | undefined;
}

export type DossierParty = Entry<Party> & Stated;
const partySchema = entry<DossierParty>(Party, 'A person, organization, state, body, outlet or group.', { state });

type DossierSource = Entry<Source> & { file?: string | undefined };
const sourceSchema = entry<DossierSource>(Source, 'Where the text of the statement comes from.', {
  file: filePath({
    title: 'File of an archived copy',
    description: "A file in the dossier's folder. Its SHA-256 is stored. Either this or sha256.",
  }).optional(),
});

export type DossierStatement = Omit<Entry<Statement, 'attributions'>, 'body' | 'sources'> & {
  body?: string | undefined;
  bodyFile?: string | undefined;
  sources?: DossierSource[] | undefined;
} & Stated;
const statementSchema = entry<DossierStatement>(Statement, 'A text that a party issued, with its whole body.', {
  body: text(textKinds.body, {
    title: 'Body',
    description: 'The whole text. A new statement has either this or bodyFile.',
  }).optional(),
  bodyFile: filePath({
    title: 'File of the body',
    description: "A UTF-8 text file in the dossier's folder. A new statement has either this or body.",
  }).optional(),
  sources: z.array(sourceSchema).meta({ title: 'Sources', description: 'Where the text was found.' }).optional(),
  state,
});

const LABEL_LIMIT = 120;

export type DossierAssertion = Omit<Entry<Assertion>, 'allegation'> & { ref?: string | undefined } & Stated;
const assertionSchema = entry<DossierAssertion>(
  Assertion,
  "One party's stance on the allegation, at one place in one statement.",
  {
    ref: text(
      textKinds.line,
      { title: 'Label', description: "A label of this assertion within the dossier, for another's inResponseTo." },
      LABEL_LIMIT,
    ).optional(),
    inResponseTo: text(
      textKinds.line,
      {
        title: 'In response to',
        description: 'The label (ref) of the assertion of the same allegation that this one answers.',
      },
      LABEL_LIMIT,
    ).optional(),
    state,
  },
  'allegation',
);

export type DossierFinding = Omit<Entry<Finding>, 'allegation'> & Stated;
const findingSchema = entry<DossierFinding>(
  Finding,
  'What a court, an inquiry or a fact-checker found.',
  { state },
  'allegation',
);

export type DossierAllegation = Entry<Allegation, 'parties'> & {
  assertions?: DossierAssertion[] | undefined;
  findings?: DossierFinding[] | undefined;
} & Stated;
const allegationSchema = entry<DossierAllegation>(
  Allegation,
  'Something that is alleged, with who said what about it.',
  {
    assertions: z
      .array(assertionSchema)
      .meta({ title: 'Assertions', description: 'Who takes which stance on it, where and in which words.' })
      .optional(),
    findings: z.array(findingSchema).meta({ title: 'Findings', description: 'What was found about it.' }).optional(),
    state,
  },
);

const list =
  'An entry whose key is stored already updates it: what the entry leaves out stays as it is stored, and a list replaces what was there.';

/** The shape of a dossier. What a shape cannot say (keys that exist, quotations that are found) is checked on import. */
export const dossierSchema = z
  .strictObject({
    $schema: z
      .string()
      .meta({ title: 'JSON Schema', description: 'The address of this schema, for editors.' })
      .optional(),
    format: z.literal(DOSSIER_FORMAT).meta({ title: 'Format', description: `Always ${DOSSIER_FORMAT}.` }),
    prune: z
      .boolean()
      .meta({
        title: 'Prune',
        description:
          'Whether the dossier is all there is about the content that it lists: properties, assertions and findings that it leaves out are then removed from the store.',
      })
      .optional(),
    parties: z
      .array(partySchema)
      .meta({ title: 'Parties', description: `Who speaks, is spoken about, or passes words on. ${list}` })
      .optional(),
    statements: z
      .array(statementSchema)
      .meta({ title: 'Statements', description: `Texts, with their whole bodies. ${list}` })
      .optional(),
    allegations: z
      .array(allegationSchema)
      .meta({
        title: 'Allegations',
        description: `What is alleged. ${list} Assertions and findings that the entry no longer lists stay, unless prune is true.`,
      })
      .optional(),
  })
  .meta({
    title: 'Dossier',
    description:
      'Parties, statements and allegations with their assertions and findings: a record of who said what, where, and never of what is true.',
  });

export type Dossier = z.infer<typeof dossierSchema>;

/** A dossier of which everything that is at fault was taken out: any property may be missing, any list have holes. */
export type Lenient<T> = T extends readonly (infer Item)[]
  ? (Lenient<Item> | undefined)[]
  : T extends object
    ? { [K in keyof T]?: Lenient<T[K]> | undefined }
    : T;
