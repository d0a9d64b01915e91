import { GraphQLDateTime } from 'graphql-scalars';
import { textScalar } from './textScalar';

/** An instant; see the description. */
export const DateTimeScalar = textScalar({
  name: 'DateTime',
  description: 'An instant (RFC 3339 date-time). Answers are in UTC, for example `2014-07-13T10:00:00.123+00:00`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  parse(text) {
    return GraphQLDateTime.parseValue(text).toISOString();
  },
});
