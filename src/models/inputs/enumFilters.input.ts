import { InputType } from 'type-graphql';
import {
  AllegationStanding,
  PartyKind,
  PublicationState,
  SpeechMode,
  Stance,
  StatementKind,
  Verdict,
} from '../enums.model';
import { EnumFilter } from './enumFilter.input';

/** Conditions on the kind of a party. */
@InputType({
  description:
    'Conditions on the kind of a party, all of which must hold; without any, everything matches. Null is refused.',
})
export class PartyKindFilter extends EnumFilter(PartyKind, 'kind') {}

/** Conditions on the kind of a statement. */
@InputType({
  description:
    'Conditions on the kind of a statement, all of which must hold; without any, everything matches. Null is refused.',
})
export class StatementKindFilter extends EnumFilter(StatementKind, 'kind') {}

/** Conditions on how an allegation stands now. */
@InputType({
  description:
    'Conditions on how an allegation stands now, all of which must hold; without any, everything matches. Null is refused.',
})
export class StandingFilter extends EnumFilter(AllegationStanding, 'standing') {}

/** Conditions on a stance. */
@InputType({
  description: 'Conditions on a stance, all of which must hold; without any, everything matches. Null is refused.',
})
export class StanceFilter extends EnumFilter(Stance, 'stance') {}

/** Conditions on how the words of a speaker are given. */
@InputType({
  description:
    'Conditions on how the words of a speaker are given, all of which must hold; without any, everything matches. Null is refused.',
})
export class SpeechModeFilter extends EnumFilter(SpeechMode, 'mode') {}

/** Conditions on a verdict. */
@InputType({
  description: 'Conditions on a verdict, all of which must hold; without any, everything matches. Null is refused.',
})
export class VerdictFilter extends EnumFilter(Verdict, 'verdict') {}

/** Conditions on the publication state. */
@InputType({
  description:
    'Conditions on the publication state, all of which must hold; without any, everything matches. Null is refused. Readers only ever find what is PUBLISHED, whatever they ask for.',
})
export class StateFilter extends EnumFilter(PublicationState, 'state') {}
