/** What the three combining fields of every where input are. */
export const AND = 'All of these filters match; an empty list matches everything. Null is refused.';
export const OR = 'At least one of these filters matches; an empty list matches nothing. Null is refused.';
export const NOT = 'None of these filters matches; an empty list matches everything. Null is refused.';

/** The rule that every where input's description ends with. */
export const WHERE =
  'All conditions given must hold; without any, everything matches. Null is refused: leave out what you do not ask for. Hidden content is treated as if it did not exist.';
