import { soak } from './support/soak';

const SECONDS = 20;

it(`answers at least nine in ten valid requests for ${SECONDS} s, fails none, and shows no draft`, async () => {
  const report = await soak(SECONDS * 1_000, 1);
  expect(report).toMatchObject({ failed: [], leaks: [], logged: [] });
  expect(report.requests).toBeGreaterThan(100);
  expect({ share: report.answered / report.requests >= 0.9, errors: report.errors }).toEqual({
    share: true,
    errors: expect.any(Object),
  });
}, 180_000);
