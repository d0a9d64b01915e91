import { GraphQLDateTime } from 'graphql-scalars';
import { textScalar } from './textScalar';

/** An instant; see the description. */
export const DateTimeScalar = textScalar({
  name: 'DateTime',
  description: 'An instant (RFC 3339 date-time). Answers are in UTC, for example `2014-07-13T10:00:00.123+00:00`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  parse(text) {
    const instant = GraphQLDateTime.parseValue(text).toISOString();
    // In UTC, so that texts stand in the order of time, and PostgreSQL knows no year 0.
    if (!/^(?!0000)\d{4}-/.test(instant)) throw new Error(`${text} is not in the years 0001 to 9999.`);
    return instant;
  },
});
