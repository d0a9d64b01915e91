import { z } from 'zod';
import * as enums from '../database/generated/enums';
import { body, day, edtf, filePath, key, language, line, name, sha256, text, url, words } from './dossierFields';

/** The format and version that stands at the top of every dossier. */
export const DOSSIER_FORMAT = 'dossier/1';

const state = z
  .enum(enums.PublicationState)
  .meta({
    title: 'State',
    description:
      'Who sees it: readers see what is PUBLISHED. Where it is left out, the import says (PUBLISHED unless told).',
  })
  .optional();

const partyKey = (role: string): z.ZodString => key({ title: 'Party', description: `The key of the party ${role}.` });
const statementKey = (role: string): z.ZodString =>
  key({ title: 'Statement', description: `The key of the statement ${role}.` });

const quote = z
  .strictObject({
    exact: words({
      title: 'Exact words',
      description:
        'The words as they stand in the body. With prefix and suffix, where given, they are found exactly once.',
    }),
    prefix: words({
      title: 'Words before',
      description: 'What stands right before, to tell equal words apart.',
    }).optional(),
    suffix: words({
      title: 'Words after',
      description: 'What stands right after, to tell equal words apart.',
    }).optional(),
  })
  .meta({ title: 'Quotation', description: 'Words out of the body of the statement.' });

const partyName = z
  .strictObject({
    name: name({ title: 'Name', description: 'The other name, in its own spelling and script.' }),
    kind: z
      .enum(enums.PartyNameKind)
      .meta({ title: 'Kind of name', description: 'EPITHET: a name that others give it; say by whom in usedBy.' }),
    language: language({ title: 'Language', description: 'The language of the name, as a BCP 47 tag.' }).optional(),
    usedBy: partyKey('that uses this name').optional(),
  })
  .meta({ title: 'Other name', description: 'A name that the party also has or is given.' });

const identifier = z
  .strictObject({
    scheme: line({ title: 'Register', description: 'The register, such as wikidata.', examples: ['wikidata'] }, 100),
    value: line(
      { title: 'Identifier', description: 'What the party is called there, such as Q1234.', examples: ['Q1234'] },
      500,
    ),
  })
  .meta({ title: 'Identifier', description: 'The party in another register.' });

const relationship = z
  .strictObject({
    kind: z.enum(enums.PartyRelationshipKind).meta({
      title: 'Kind of relationship',
      description: 'What the party is to the other: this party is PART_OF, MEMBER_OF ... the other.',
    }),
    party: partyKey('that it is related to'),
    title: line({ title: 'Title', description: 'The office or position, such as spokesperson.' }).optional(),
    validFrom: edtf({ title: 'From', description: 'Since when, as EDTF.' }).optional(),
    validTo: edtf({ title: 'To', description: 'Until when, as EDTF.' }).optional(),
    assertedIn: statementKey('that makes a contested relationship known; left out where it is uncontested').optional(),
  })
  .meta({ title: 'Relationship', description: 'What the party is to another party.' });

export const partySchema = z
  .strictObject({
    key: key({ title: 'Key', description: 'The slug that names the party, here and in the store.' }),
    kind: z.enum(enums.PartyKind).meta({ title: 'Kind of party', description: 'What the party is.' }),
    name: name({ title: 'Name', description: 'The name that it is listed under.' }),
    description: text({ title: 'Description', description: 'A few neutral sentences about it.' }).optional(),
    names: z
      .array(partyName)
      .meta({ title: 'Other names', description: 'Aliases, acronyms, spellings, names in other scripts, epithets.' })
      .optional(),
    identifiers: z
      .array(identifier)
      .meta({ title: 'Identifiers', description: 'The party in other registers.' })
      .optional(),
    relationships: z
      .array(relationship)
      .meta({ title: 'Relationships', description: 'What the party is to other parties.' })
      .optional(),
    state,
  })
  .meta({ title: 'Party', description: 'A person, organization, state, body, outlet or group.' });

const attribution = z
  .strictObject({
    party: partyKey('that the statement is attributed to'),
    role: z.enum(enums.AttributionRole).meta({ title: 'Role', description: 'What the party is to the statement.' }),
  })
  .meta({ title: 'Attribution', description: 'A party and its role in the statement.' });

const source = z
  .strictObject({
    title: line({ title: 'Title', description: 'What the source is called.' }).optional(),
    url: url({ title: 'Address', description: 'Where it was found.' }).optional(),
    archiveUrl: url({
      title: 'Address of an archived copy',
      description: 'Where a copy is kept on the web.',
    }).optional(),
    publisher: partyKey('that published it').optional(),
    retrievedOn: day({
      title: 'Retrieved on',
      description: 'The day on which it was looked up, YYYY-MM-DD.',
    }).optional(),
    file: filePath({
      title: 'File of an archived copy',
      description: "A file in the dossier's folder. Its SHA-256 is stored. Either this or sha256.",
    }).optional(),
    sha256: sha256({
      title: 'SHA-256 of an archived copy',
      description: 'Of a copy that is kept elsewhere. Either this or file.',
    }).optional(),
  })
  .meta({ title: 'Source', description: 'Where the text of the statement comes from.' });

export const statementSchema = z
  .strictObject({
    key: key({ title: 'Key', description: 'The slug that names the statement, here and in the store.' }),
    kind: z.enum(enums.StatementKind).meta({ title: 'Kind of statement', description: 'What the statement is.' }),
    title: name({ title: 'Title', description: 'Its own title, or one that describes it.' }),
    subtitle: line({ title: 'Subtitle', description: 'Its own subtitle.' }).optional(),
    language: language({ title: 'Language', description: 'The language of the body, as a BCP 47 tag.' }).optional(),
    issuedOn: edtf({ title: 'Issued on', description: 'When it was issued, as EDTF.' }).optional(),
    body: body({
      title: 'Body',
      description: 'The whole text. A new statement has either this or bodyFile.',
    }).optional(),
    bodyFile: filePath({
      title: 'File of the body',
      description: "A UTF-8 text file in the dossier's folder. A new statement has either this or body.",
    }).optional(),
    attributions: z
      .array(attribution)
      .meta({ title: 'Attributions', description: 'Who issued, wrote, spoke, published, signed or translated it.' }),
    sources: z.array(source).meta({ title: 'Sources', description: 'Where the text comes from.' }).optional(),
    cites: z
      .array(statementKey('that this one cites'))
      .meta({ title: 'Cites', description: 'Other statements that this one cites.' })
      .optional(),
    state,
  })
  .meta({ title: 'Statement', description: 'A text that a party issued, with its whole body.' });

const allegationParty = z
  .strictObject({
    party: partyKey('that the allegation concerns'),
    role: z.enum(enums.AllegationRole).meta({
      title: 'Role',
      description: 'ACCUSED of it, AFFECTED by it, or its SUBJECT, with no wrong alleged against it and no harm to it.',
    }),
  })
  .meta({ title: 'Party concerned', description: 'A party that the allegation concerns, and how.' });

const assertion = z
  .strictObject({
    statement: statementKey('in which this stands'),
    speaker: partyKey('whose stance it is'),
    via: z
      .array(partyKey('that passed the words on'))
      .meta({
        title: 'Via',
        description: "Who passed the words on, outermost reporter first; the statement's own issuer is not repeated.",
      })
      .optional(),
    stance: z.enum(enums.Stance).meta({ title: 'Stance', description: 'What the speaker does with the allegation.' }),
    mode: z
      .enum(enums.SpeechMode)
      .meta({
        title: 'Mode',
        description: 'Quoted word for word, or reported; left out where the record does not say.',
      })
      .optional(),
    saidOn: edtf({ title: 'Said on', description: 'When the speaker said it, as EDTF.' }).optional(),
    quote: quote.optional(),
    ref: line(
      { title: 'Label', description: "A label of this assertion within the dossier, for another's inResponseTo." },
      120,
    ).optional(),
    inResponseTo: line(
      {
        title: 'In response to',
        description: 'The label (ref) of the assertion of the same allegation that this one answers.',
      },
      120,
    ).optional(),
    state,
  })
  .meta({ title: 'Assertion', description: "One party's stance on the allegation, at one place in one statement." });

const finding = z
  .strictObject({
    statement: statementKey('that records the finding').optional(),
    body: partyKey('that found it: a court, an inquiry, a fact-checker'),
    verdict: z.enum(enums.Verdict).meta({
      title: 'Verdict',
      description: 'A coarse reading of ratingText. UNRATED: the finder gave reasons and no rating.',
    }),
    ratingText: text({ title: 'Rating', description: "The finder's own words, verbatim." }).optional(),
    jurisdiction: line({ title: 'Jurisdiction', description: 'Where the finding holds.' }).optional(),
    ruledOn: edtf({ title: 'Ruled on', description: 'When it was found, as EDTF.' }).optional(),
    quote: quote.optional(),
    url: url({ title: 'Address', description: 'Where the finding is published.' }).optional(),
    state,
  })
  .meta({ title: 'Finding', description: 'What a court, an inquiry or a fact-checker found.' });

export const allegationSchema = z
  .strictObject({
    key: key({ title: 'Key', description: 'The slug that names the allegation, here and in the store.' }),
    summary: name({ title: 'Summary', description: 'A neutral proposition, never a verdict.' }),
    occurredOn: edtf({
      title: 'Occurred on',
      description: 'When that which is alleged is said to have happened, as EDTF.',
    }).optional(),
    place: line({ title: 'Place', description: 'Where it is said to have happened.' }).optional(),
    parties: z
      .array(allegationParty)
      .meta({ title: 'Parties concerned', description: 'Whom the allegation concerns.' }),
    counters: z
      .array(key({ title: 'Allegation', description: 'The key of the allegation that this one is made in answer to.' }))
      .meta({ title: 'Counters', description: 'Allegations that this one is made in answer to.' })
      .optional(),
    assertions: z
      .array(assertion)
      .meta({ title: 'Assertions', description: 'Who takes which stance on it, where and in which words.' })
      .optional(),
    findings: z.array(finding).meta({ title: 'Findings', description: 'What was found about it.' }).optional(),
    state,
  })
  .meta({ title: 'Allegation', description: 'Something that is alleged, with who said what about it.' });

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
export type DossierParty = z.infer<typeof partySchema>;
export type DossierStatement = z.infer<typeof statementSchema>;
export type DossierAllegation = z.infer<typeof allegationSchema>;
export type DossierAssertion = z.infer<typeof assertion>;
export type DossierFinding = z.infer<typeof finding>;

/** A dossier of which everything that is at fault was taken out: any property may be missing, any list have holes. */
export type Lenient<T> = T extends readonly (infer Item)[]
  ? (Lenient<Item> | undefined)[]
  : T extends object
    ? { [K in keyof T]?: Lenient<T[K]> | undefined }
    : T;
