/**
 * Characters that YAML takes as they are (c-printable less the byte order mark), with tab and line feed. U+2028 and U+2029 end
 * a line for readers of YAML 1.1.
 */
const PRINTABLE = /^[\t\n\u0020-\u007E\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

/** Text that no YAML reader, of 1.1 or 1.2, takes for anything but itself without quotation marks. */
const PLAIN = /^\p{L}[\p{L}\p{M}\p{N} ,.;()'’‘“”«»/–—_-]*$/u;

/** Words that some YAML reader takes for null, a truth value or a number. */
const RESERVED = /^(?:null|true|false|yes|no|on|off|y|n|nan|inf)$/i;

/**
 * A property as YAML lines, in block style.
 *
 * @param value text, a list or properties, without nulls
 * @param indent spaces before it
 */
export function yamlProperty(name: string, value: unknown, indent: number): string {
  const start = `${' '.repeat(indent)}${name}:`;
  if (typeof value === 'string') return `${start} ${yamlText(value, indent)}\n`;
  if (!Array.isArray(value)) return `${start}\n${yamlProperties(value as object, indent + 2)}`;
  if (value.length === 0) return `${start} []\n`;
  if (value.every((item) => typeof item === 'string'))
    return `${start} [${value.map((item) => yamlLine(item)).join(', ')}]\n`;
  return `${start}\n${value.map((item) => yamlItem(item as object, indent + 2)).join('')}`;
}

/** Properties as an item of a list. */
export function yamlItem(item: object, indent: number): string {
  const properties = yamlProperties(item, indent + 2);
  // An item without properties can only be written in braces.
  if (properties === '') return `${' '.repeat(indent)}- {}\n`;
  return `${' '.repeat(indent)}- ${properties.slice(indent + 2)}`;
}

function yamlProperties(properties: object, indent: number): string {
  return Object.entries(properties)
    .map(([name, value]) => yamlProperty(name, value, indent))
    .join('');
}

/** Text as a scalar, with its lines in a block where it has several. */
function yamlText(text: string, indent: number): string {
  return isBlock(text) ? yamlBlock(text, indent + 2) : yamlLine(text);
}

function yamlLine(text: string): string {
  const isPlain = PLAIN.test(text) && !text.endsWith(' ') && !RESERVED.test(text);
  if (isPlain) return text;
  // JSON's strings are YAML's, but for characters that YAML wants escaped.
  return JSON.stringify(text).replace(
    /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Whether a block gives the text back exactly. Its last line must not be blank: chomping would take it for the end. */
function isBlock(text: string): boolean {
  return /[^\n]\n./.test(text) && PRINTABLE.test(text) && !/(?:^|\n)[ \t]+\n*$/.test(text);
}

function yamlBlock(text: string, indent: number): string {
  // A first line that begins with space, or is empty, would be taken for the indentation.
  const indicator = /^[ \t\n]/.test(text) ? '2' : '';
  const chomping = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const lines = text.replace(/\n$/, '').split('\n');
  const space = ' '.repeat(indent);
  return `|${indicator}${chomping}\n${lines.map((line) => (line === '' ? '' : space + line)).join('\n')}`;
}
