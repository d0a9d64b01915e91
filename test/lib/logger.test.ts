import { Writable } from 'node:stream';
import { createLogger, humanLine } from '../../src/lib/logger';

/** What a logger writes. */
function linesOf(write: (log: ReturnType<typeof createLogger>) => void, level: 'info' | 'silent' = 'info'): string[] {
  const lines: string[] = [];
  write(
    createLogger(
      level,
      new Writable({
        write(line: Buffer, _encoding, done) {
          lines.push(line.toString());
          done();
        },
      }),
    ),
  );
  return lines;
}

it('writes one JSON object a line, and none below its level', () => {
  const lines = linesOf((log) => {
    log.debug('not this');
    log.warn({ code: 'TIMEOUT' }, 'It took\ntoo long.');
  });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^[^\n]+\n$/);
  expect(JSON.parse(lines[0]!)).toEqual({
    level: 40,
    time: expect.any(Number),
    code: 'TIMEOUT',
    msg: 'It took\ntoo long.',
  });
});

it('writes nothing where it is silent', () => {
  expect(linesOf((log) => log.fatal('not this'), 'silent')).toEqual([]);
});

it('shows a line to a person with its time, level, message, properties and stack', () => {
  const [line] = linesOf((log) => log.error({ err: new TypeError('no such thing'), id: 'a1' }, 'It failed.'));
  const shown = humanLine(line!);
  expect(shown).toMatch(/^\d\d:\d\d:\d\d ERROR It failed\. id="a1"\nTypeError: no such thing\n {4}at /);
  expect(shown).toMatch(/\n$/);
});
