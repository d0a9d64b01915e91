/** Fields of content that readers are refused, whatever type they are of. */
export const EDITORS_FIELDS: readonly string[] = ['history', 'distinctions', 'possibleDuplicates'];
