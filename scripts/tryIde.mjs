// Opens the IDE in a real Chromium and runs the query that it opens on: npm run build && node scripts/tryIde.mjs [SCREENSHOT.png]
// Fails where the page asks anything of another host, breaks its Content Security Policy, reports an error, or shows no data.
import { rmSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { endAll, postgresProcesses, scratchFolder, serve, stop } from './acceptance/program.mjs';

const [screenshot] = process.argv.slice(2);
const folder = scratchFolder('ide');
const server = await serve(folder, { ALLEGATA_EXAMPLE: 'on' });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  // As root there is no sandbox; the rest keeps the browser itself from asking the network for anything.
  args: [
    ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ],
});
try {
  await tryIde(await browser.newPage({ viewport: { width: 1400, height: 900 } }));
} finally {
  await browser.close();
  const { code } = await stop(server);
  if (code !== 0 || postgresProcesses(folder).length > 0) process.exitCode = 1;
  await endAll([folder]);
  rmSync(folder, { recursive: true, force: true });
}

async function tryIde(page) {
  const origin = new URL(server.url).origin;
  const faults = [];
  page.on('request', (request) => {
    if (!new RegExp(`^(${origin}/|data:|blob:)`).test(request.url())) faults.push(`asked for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`threw ${error.message}`));

  const response = await page.goto(server.url);
  expect(response.status() === 200, `The page answers ${response.status()}.`);
  const run = page.getByRole('button', { name: /^Execute query/ });
  await run.waitFor();
  await page.getByText('query Allegations').first().waitFor();
  await run.click();
  const results = page.getByRole('region', { name: /result/i });
  await results.getByText('"totalCount"').first().waitFor({ timeout: 20_000 });
  if (screenshot) await page.screenshot({ path: screenshot });
  const shown = (await results.textContent()) ?? '';
  expect(/"data"/.test(shown) && /"nodes"/.test(shown), `The result pane shows ${shown.slice(0, 500)}`);
  expect(!/"errors"/.test(shown), `The result pane shows errors: ${shown.slice(0, 500)}`);
  expect(faults.length === 0, `The page ${faults.join('\nThe page ')}`);
  console.log(`The IDE ran its example query and showed its data: ${shown.replaceAll(/\s+/g, ' ').slice(0, 200)}`);
}

function expect(isSo, message) {
  if (!isSo) throw new Error(message);
}
