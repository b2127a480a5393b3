// Opens packed reviews by file:// in Chromium: an unpacked .zip and single HTML files. Links, anchors and search must
// work, the policy must hold, and nothing may be asked of any other file or of the network.
//
//   node pack.mjs FOLDER SINGLE.html MECHANISM.html        prints one line a failure and exits 1 if any

import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [folder, ...singles] = process.argv.slice(2).map((name) => path.resolve(name));
const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => fs.existsSync(p));
let checks = 0;
const failures = [];
const check = (ok, what) => {
  checks += 1;
  if (!ok) failures.push(what);
};
const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'] });

for (const file of singles) {
  const name = path.basename(file);
  const address = pathToFileURL(file).href;
  const page = await browser.newPage();
  let refused = 0; // the one script that the test itself puts there
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy/.test(message.text()) && refused === 1) refused = 2;
    else check(message.type() !== 'error', `${name}: console: ${message.text()}`);
  });
  page.on('pageerror', (error) => check(false, `${name}: script error: ${error.message}`));
  page.on('request', (request) => check(request.url().split('#')[0] === address || request.url().startsWith('data:'), `${name}: asks for ${request.url()}`));
  await page.goto(address);
  const visible = () => page.evaluate(() => [...document.querySelectorAll('section[data-page]')].filter((one) => !one.hidden).map((one) => one.id));
  check((await visible()).length === 1, `${name}: one page is shown`);
  // Every link inside the file has its target, and no id stands twice.
  const state = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
    const links = [...document.querySelectorAll('a[href^="#"]')].map((one) => decodeURIComponent(one.getAttribute('href').slice(1)).replace(/^search\.html#q=.*/, 'search.html'));
    const known = new Set(ids);
    return {
      twice: ids.filter((id, at) => ids.indexOf(id) !== at).slice(0, 5),
      dead: [...new Set(links.filter((id) => !known.has(id)))].slice(0, 5),
      other: [...document.querySelectorAll('a[href]')].map((one) => one.getAttribute('href')).filter((href) => !/^(#|https?:|mailto:)/.test(href)).slice(0, 5),
      pages: document.querySelectorAll('section[data-page]').length,
      links: links.length,
    };
  });
  check(state.twice.length === 0, `${name}: ids that stand twice: ${state.twice}`);
  check(state.dead.length === 0, `${name}: links without target: ${state.dead}`);
  check(state.other.length === 0, `${name}: links out of the file: ${state.other}`);
  check(state.links > 50 && state.pages > 3, `${name}: ${state.pages} pages with ${state.links} links`);
  // A click shows the other page, and back leads back.
  const first = (await visible())[0];
  await page.locator('main section[data-page]:not([hidden]) a[href^="#articles/"]').first().click();
  await page.waitForFunction((id) => document.getElementById(id).hidden, first);
  const article = (await visible())[0];
  check(article.startsWith('articles/'), `${name}: a click shows ${article}`);
  check((await page.title()).length > 10, `${name}: the title follows`);
  await page.goBack();
  await page.waitForFunction((id) => !document.getElementById(id).hidden, first);
  // The search box of the header, then the search page.
  const box = page.locator('header input[type=search]');
  await box.fill('quizartinib');
  await page.locator('[role=option]').first().waitFor();
  const options = await page.locator('[role=option]').evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  check(options.every((href) => href.startsWith('#')), `${name}: results lead within the file: ${options}`);
  await box.press('Enter');
  await page.waitForFunction(() => !document.getElementById('search.html').hidden);
  await page.locator('#results a').first().waitFor();
  check((await page.locator('#results a').count()) > 0, `${name}: the search page finds`);
  await page.locator('#results a').first().click();
  await page.waitForFunction(() => document.getElementById('search.html').hidden);
  // A link that asks the search page for an author.
  const asks = await page.evaluate(() => document.querySelector('a[href^="#search.html#q=author:"]')?.getAttribute('href'));
  if (asks) {
    await page.evaluate((hash) => { location.hash = hash; }, asks);
    await page.waitForFunction(() => !document.getElementById('search.html').hidden && document.querySelectorAll('#results a').length);
    check((await page.locator('#search-input').inputValue()).startsWith('author:'), `${name}: the search page is not asked for the author`);
  } else check(false, `${name}: no author leads to the search`);
  // The policy: nothing that is not named by its digest runs.
  refused = 1;
  const ran = await page.evaluate(() => { const script = document.createElement('script'); script.textContent = 'window.intruder = 1'; document.body.appendChild(script); return window.intruder; }).catch(() => undefined);
  check(ran === undefined && refused === 2, `${name}: a foreign script ran`);
  await page.close();
  // Without scripts all pages stand there, one after the other.
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(address);
  check((await plain.locator('section[data-page]:visible').count()) === state.pages, `${name}: whole without scripts`);
  await plain.close();
}

const page = await browser.newPage();
page.on('console', (message) => check(message.type() !== 'error', `zip: console: ${message.text()}`));
page.on('requestfailed', (request) => check(false, `zip: failed request: ${request.url()}`));
await page.goto(pathToFileURL(path.join(folder, 'index.html')).href);
await page.locator('header input[type=search]').fill('quizartinib');
await page.locator('[role=option]').first().click();
await page.waitForURL(/\.html/);
check((await page.locator('h1').count()) === 1, 'zip: a result leads to a page');
await browser.close();

for (const failure of failures) console.log(failure);
console.log(`${checks} checks, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
