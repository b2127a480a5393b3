// Pages full of text that would be code on a careless page, over file://. First without the pages' own policy, so that
// anything that got in would run; then with it, so that it would be reported. Neither may happen.
//
//   node payloads.mjs SITE LIST    LIST: {"pages": [path …], "titles": {path: text of its heading}}
//                                  prints one line a failure and exits 1 if there is any

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [, , folder, list] = process.argv;
const site = path.resolve(folder);
const { pages, titles } = JSON.parse(fs.readFileSync(list, 'utf8'));
const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => fs.existsSync(p));
const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run'] });
const failures = [];
let checks = 0;
const check = (ok, what) => {
  checks += 1;
  if (!ok) failures.push(what);
};
const seen = (text) => text.replace(/[\t\n\v\f\r\u0085]/g, ' ').replace(/[\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/gu, '').replace(/\s/g, ' ').replace(/ +/g, ' ').trim();

// Without the policy every page with a payload in its heading, and every kind of page; with it some of each kind.
const kind = (name) => (name.includes('/') ? name.split('/')[0] : name);
const some = (every) => {
  const met = {};
  return (name) => {
    met[kind(name)] = (met[kind(name)] ?? 0) + 1;
    return met[kind(name)] % every === 1;
  };
};
const without = some(10);
const rounds = [
  { policy: false, of: pages.filter((name) => without(name) || name in titles) },
  { policy: true, of: pages.filter(some(12)) },
];
for (const { policy, of } of rounds) {
  const context = await browser.newContext({ bypassCSP: !policy });
  await context.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  const left = [...of];
  const visit = async () => {
    const page = await context.newPage();
    let name = '';
    page.on('dialog', async (dialog) => {
      check(false, `${name}: a dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    page.on('popup', () => check(false, `${name}: a window was opened`));
    page.on('console', (message) => check(message.type() !== 'error', `${name}: console: ${message.text()}`));
    page.on('pageerror', (error) => check(false, `${name}: script error: ${error.message}`));
    page.on('request', (request) => {
      const url = request.url();
      const own = url.startsWith(pathToFileURL(site).href + '/') || /^data:image\//.test(url);
      check(own, `${name}: request off the site: ${url}`);
    });
    for (;;) {
      name = left.pop();
      if (name === undefined) break;
      const address = pathToFileURL(path.join(site, name)).href;
      await page.goto(address, { waitUntil: 'load' });
      const found = await page.evaluate(() => ({
        violations: window.violations,
        heading: document.querySelector('h1')?.textContent ?? '',
        handlers: [...document.querySelectorAll('*')].filter((element) => [...element.attributes].some((a) => a.name.startsWith('on'))).length,
        address: location.href,
      }));
      check(found.violations.length === 0, `${name}: the policy was needed: ${found.violations.join(', ')}`);
      check(found.handlers === 0, `${name}: ${found.handlers} elements with handlers`);
      check(found.address === address, `${name}: led to ${found.address}`);
      if (name in titles) check(seen(found.heading) === titles[name], `${name}: the heading is ${JSON.stringify(found.heading)}`);
    }
    await page.close();
  };
  await Promise.all(Array.from({ length: 6 }, visit));
  await context.close();
}
await browser.close();
for (const failure of failures.slice(0, 60)) console.log(`FAILED ${failure}`);
console.log(`${checks} checks on ${pages.length} pages, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
