import { registerEnumType } from 'type-graphql';
import {
  AllegationRole,
  AttributionRole,
  ChangedType,
  ChangeKind,
  PartyKind,
  PartyNameKind,
  PartyRelationshipKind,
  PublicationState,
  RevisionCause,
  SpeechMode,
  Stance,
  StatementKind,
  Verdict,
} from '../database/generated/enums';

export {
  AllegationRole,
  AttributionRole,
  ChangedType,
  ChangeKind,
  PartyKind,
  PartyNameKind,
  PartyRelationshipKind,
  PublicationState,
  RevisionCause,
  SpeechMode,
  Stance,
  StatementKind,
  Verdict,
};

/** How an allegation stands, derived from what was said and ruled; see the descriptions of its values. */
export const AllegationStanding = {
  UNANSWERED: 'UNANSWERED',
  CONTESTED: 'CONTESTED',
  RETRACTED: 'RETRACTED',
  RULED: 'RULED',
} as const;
export type AllegationStanding = (typeof AllegationStanding)[keyof typeof AllegationStanding];

/** The direction of an order. */
export const SortDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
export type SortDirection = (typeof SortDirection)[keyof typeof SortDirection];

/** What parties can be counted by. */
export const PartyFacet = { KIND: 'KIND' } as const;
export type PartyFacet = (typeof PartyFacet)[keyof typeof PartyFacet];

/** What statements can be counted by. */
export const StatementFacet = { KIND: 'KIND', LANGUAGE: 'LANGUAGE', ISSUER: 'ISSUER', YEAR: 'YEAR' } as const;
export type StatementFacet = (typeof StatementFacet)[keyof typeof StatementFacet];

/** What allegations can be counted by. */
export const AllegationFacet = { STANDING: 'STANDING', ACCUSED: 'ACCUSED', ACCUSER: 'ACCUSER', YEAR: 'YEAR' } as const;
export type AllegationFacet = (typeof AllegationFacet)[keyof typeof AllegationFacet];

/** What assertions can be counted by. */
export const AssertionFacet = { STANCE: 'STANCE', SPEAKER: 'SPEAKER', YEAR: 'YEAR' } as const;
export type AssertionFacet = (typeof AssertionFacet)[keyof typeof AssertionFacet];

/** What a search can look among. */
export const SearchType = { STATEMENT: 'STATEMENT', ALLEGATION: 'ALLEGATION', PARTY: 'PARTY' } as const;
export type SearchType = (typeof SearchType)[keyof typeof SearchType];

/** Why an unmerge leaves something as it is. */
export const UnmergeReason = {
  CHANGED: 'CHANGED',
  DELETED: 'DELETED',
  NAMES_DELETED: 'NAMES_DELETED',
  WORDS_CHANGED: 'WORDS_CHANGED',
} as const;
export type UnmergeReason = (typeof UnmergeReason)[keyof typeof UnmergeReason];

type EnumValuesConfig<T extends object> = NonNullable<Parameters<typeof registerEnumType<T>>[1]['valuesConfig']>;

/** Registers an enum with a description of each of its values: a value without one does not compile. */
function describeEnum<T extends Record<string, string>>(
  values: T,
  name: string,
  description: string,
  descriptions: Record<keyof T, string>,
): void {
  const described: EnumValuesConfig<T> = {};
  for (const value of Object.keys(values) as (keyof T)[]) {
    described[value] = { description: descriptions[value] };
  }
  registerEnumType(values, { name, description, valuesConfig: described });
}

describeEnum(PublicationState, 'PublicationState', 'Whether content is shown to everyone.', {
  DRAFT: 'Being worked on: only editors see it.',
  PUBLISHED: 'Everyone sees it.',
  ARCHIVED: 'Withdrawn from view and kept: only editors see it.',
});

describeEnum(
  PartyKind,
  'PartyKind',
  'What a party is. PERSON and ORGANIZATION are those of schema.org and Popolo; the other kinds are organizations which differ by their place in public debate.',
  {
    PERSON: 'One human being (schema.org Person).',
    ORGANIZATION: 'An association, company, party, armed group or the like (schema.org Organization).',
    STATE: 'A country or its government as a whole.',
    BODY: 'An organ that acts with authority: a ministry, court, parliament, agency, inquiry or international body.',
    OUTLET:
      'A medium that publishes: a newspaper, broadcaster, news agency or website (schema.org NewsMediaOrganization).',
    GROUP: 'People without an organization of their own, named or not, such as residents of a camp or unnamed sources.',
  },
);

describeEnum(PartyNameKind, 'PartyNameKind', "What sort of name a party's other name is.", {
  ALIAS: 'Another name in use, or another spelling of the name.',
  ACRONYM: 'The initials that stand for the name, such as UN.',
  TRANSLITERATION: 'The name carried over into another script by its letters or sounds.',
  NATIVE: "The name in the party's own language and script.",
  FORMER: 'A name that the party bore earlier.',
  EPITHET: 'What others call the party, often in hostility: `usedBy` says who does.',
});

describeEnum(
  PartyRelationshipKind,
  'PartyRelationshipKind',
  'What the subject of a relationship is to its object. Read it as a sentence: subject, kind, object.',
  {
    PART_OF: 'The subject is a unit of the object (schema.org parentOrganization).',
    MEMBER_OF: 'The subject belongs to the object (schema.org memberOf, Popolo Membership).',
    OFFICE_HOLDER: 'The subject holds an office at the object; `title` names the office (Popolo Post).',
    OWNED_BY: 'The subject is the property of the object.',
    AFFILIATED_WITH: 'The subject is linked to the object in a way that the other kinds do not name.',
    SUCCESSOR_OF: 'The subject took over the place of the object.',
  },
);

describeEnum(StatementKind, 'StatementKind', 'In what form a statement was made public.', {
  COMMUNIQUE: 'A press release or official statement of its issuer.',
  ARTICLE: 'A text in a newspaper, magazine or website (schema.org Article).',
  SPEECH: 'An address to those present.',
  INTERVIEW: "Answers to someone's questions.",
  BROADCAST: 'A radio or television programme.',
  POST: 'An entry on a social network or forum (schema.org SocialMediaPosting).',
  LETTER: 'A letter, open or made public later.',
  REPORT: 'The account of an inquiry or study (schema.org Report).',
  RULING: 'The decision of a court or other deciding body.',
  TESTIMONY: 'What a witness stated before a court, inquiry or parliament.',
  OTHER: 'None of the other kinds.',
});

describeEnum(AttributionRole, 'AttributionRole', 'What a party did for a statement to exist (PROV wasAttributedTo).', {
  ISSUER: 'Issued it in its own name, and answers for it.',
  AUTHOR: 'Wrote it (schema.org author).',
  SPEAKER: 'Spoke it.',
  PUBLISHER: 'Brought it to the public (schema.org publisher).',
  SIGNATORY: 'Signed it.',
  TRANSLATOR: 'Put it into the language that is recorded (schema.org translator).',
});

describeEnum(AllegationRole, 'AllegationRole', 'How an allegation concerns a party.', {
  ACCUSED: 'Is alleged to have done or to be the wrong.',
  AFFECTED: 'Is alleged to have suffered from it.',
  SUBJECT: 'The claim is about it, with no wrong alleged against it and no harm to it.',
});

describeEnum(
  AllegationStanding,
  'AllegationStanding',
  'How an allegation stands on the record, never whether it is true. Derived: the last value that applies, in the order UNANSWERED, CONTESTED, RETRACTED, RULED.',
  {
    UNANSWERED: 'There is no denial, rebuttal, retraction or finding.',
    CONTESTED: 'It was denied or rebutted.',
    RETRACTED: 'A party that alleged it took it back.',
    RULED: 'There is at least one finding, whatever its verdict.',
  },
);

describeEnum(Stance, 'Stance', 'What a speaker does with an allegation.', {
  ALLEGES: 'Puts it forward as a claim of its own.',
  REPEATS: 'Says again, as a claim of its own, what was alleged before.',
  REPORTS: 'Passes on that others claim it, without taking it as its own.',
  CORROBORATES: 'Supports it with knowledge or material of its own.',
  DENIES: 'Says that it is not so.',
  REBUTS: 'Argues against it with reasons or material.',
  CONDEMNS: 'Speaks out against what is alleged, or against its being alleged.',
  RETRACTS: 'Takes back what it claimed before.',
});

describeEnum(SpeechMode, 'SpeechMode', 'How the words of a speaker are given in a statement.', {
  DIRECT: 'Word for word, as a quotation.',
  INDIRECT: 'Reported in the words of the one who reports.',
});

describeEnum(
  Verdict,
  'Verdict',
  "A coarse reading of a finder's own rating, for filters only: `Finding.ratingText` has the finder's words (compare schema.org ClaimReview reviewRating).",
  {
    UPHELD: 'The finder held the allegation to be so.',
    REJECTED: 'The finder held the allegation not to be so.',
    UNPROVEN: 'The finder saw too little to decide.',
    MIXED: 'The finder held it to be so in part, or misleading.',
    WITHDRAWN: 'The proceedings ended without a decision, or the finder took its finding back.',
    UNRATED: 'The finder gave reasons and no rating.',
  },
);

describeEnum(SortDirection, 'SortDirection', 'The direction of an order. What has no value comes last in both.', {
  ASC: 'Smallest, earliest or first in the alphabet first.',
  DESC: 'Largest, latest or last in the alphabet first.',
});

describeEnum(PartyFacet, 'PartyFacet', 'What parties can be counted by.', {
  KIND: 'Their kind: a PartyKind, for example PERSON.',
});

describeEnum(StatementFacet, 'StatementFacet', 'What statements can be counted by.', {
  KIND: 'Their kind: a StatementKind, for example SPEECH.',
  LANGUAGE: 'Their language: a BCP 47 tag, for example en.',
  ISSUER: 'The parties that issued them. A statement of two issuers counts for both.',
  YEAR: 'The year of the earliest day on which they can have been issued, for example 2014.',
});

describeEnum(AllegationFacet, 'AllegationFacet', 'What allegations can be counted by.', {
  STANDING: 'How they stand: an AllegationStanding, for example CONTESTED.',
  ACCUSED: 'The parties accused in them. An allegation against two counts for both.',
  ACCUSER: 'The parties that allege, repeat or corroborate them. An allegation of two accusers counts for both.',
  YEAR: 'The year of the earliest day on which the alleged events can have happened, for example 2014.',
});

describeEnum(AssertionFacet, 'AssertionFacet', 'What assertions can be counted by.', {
  STANCE: 'Their stance: a Stance, for example DENIES.',
  SPEAKER: 'The parties that speak in them.',
  YEAR: 'The year of the earliest day on which they can have been said, for example 2014.',
});

describeEnum(SearchType, 'SearchType', 'What a search looks among.', {
  STATEMENT: 'Statements, by title, subtitle and body.',
  ALLEGATION: 'Allegations, by summary and place.',
  PARTY: 'Parties, by any of their names.',
});

describeEnum(ChangedType, 'ChangedType', 'The type of a node that was changed.', {
  PARTY: 'A Party, with its names, identifiers and relationships.',
  STATEMENT: 'A Statement, with its attributions, sources and citations.',
  ALLEGATION: 'An Allegation, with the parties that it concerns and what it counters.',
  ASSERTION: 'An Assertion, with those who passed its words on.',
  FINDING: 'A Finding.',
});

describeEnum(ChangeKind, 'ChangeKind', 'What was done to a node.', {
  CREATED: 'It is new. To a reader, also what was hidden and is visible now.',
  UPDATED: 'It has other content than before, or other readers.',
  DELETED: 'It is gone. To a reader, also what was visible and is hidden now.',
});

describeEnum(RevisionCause, 'RevisionCause', 'What else a revision is a part of.', {
  MERGE: 'Parties were made one (mergeParties).',
  UNMERGE: 'A merge was taken back (unmergeParties).',
});

describeEnum(UnmergeReason, 'UnmergeReason', 'Why taking back a merge leaves something as it is.', {
  CHANGED: 'It was changed since the merge.',
  DELETED: 'It was deleted since, or what it is about was, or its history was erased.',
  NAMES_DELETED: 'What it named was deleted since. The rest of a list is as it was.',
  WORDS_CHANGED: 'The words that it quoted are in the statement no more, or more than once.',
});
