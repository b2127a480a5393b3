// Opens a built site in Chromium, over http under a sub-path and over file://, and fails on what a reader would notice:
// console errors, requests that fail or leave the site, dead links and anchors, WCAG violations, text that needs scripts.
//
//   node run.mjs SITE            prints one line a check and exits 1 if any failed

import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { HtmlValidate } from 'html-validate';

const site = path.resolve(process.argv[2] ?? '');
const SUB = '/group/review/';
const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => fs.existsSync(p));
if (!executable || !fs.existsSync(path.join(site, 'index.html'))) {
  console.error(executable ? `no site in ${site}` : 'no Chromium on this machine');
  process.exit(3);
}

const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript', svg: 'image/svg+xml', json: 'application/json', xml: 'application/xml', txt: 'text/plain' };
let checks = 0;
const failures = [];
const check = (ok, what) => {
  checks += 1;
  if (!ok) failures.push(what);
};

function walk(folder, inside = '') {
  return fs.readdirSync(path.join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const name = inside ? `${inside}/${entry.name}` : entry.name;
    return entry.isDirectory() ? walk(folder, name) : [name];
  });
}
const pages = walk(site).filter((name) => name.endsWith('.html')).sort();

const server = http.createServer((request, response) => {
  const url = decodeURIComponent(new URL(request.url, 'http://x').pathname);
  const inside = url.startsWith(SUB) ? url.slice(SUB.length) || 'index.html' : null;
  const file = inside && path.join(site, inside);
  const there = file && file.startsWith(site) && fs.existsSync(file) && fs.statSync(file).isFile();
  const served = there ? file : path.join(site, '404.html');
  response.writeHead(there ? 200 : 404, { 'content-type': TYPES[served.split('.').pop()] ?? 'application/octet-stream' });
  response.end(fs.readFileSync(served));
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;

// Pages of every kind: the first and the largest of each folder.
const byFolder = new Map();
for (const page of pages.filter((page) => page !== '404.html')) {
  const folder = page.includes('/') ? page.split('/')[0] : page;
  byFolder.set(folder, [...(byFolder.get(folder) ?? []), page]);
}
const size = (page) => fs.statSync(path.join(site, page)).size;
const chosen = [...byFolder.values()].flatMap((list) => [...new Set([list[0], [...list].sort((a, b) => size(b) - size(a))[0]])]);

const validator = new HtmlValidate({ extends: ['html-validate:standard', 'html-validate:document', 'html-validate:a11y'], rules: { 'long-title': 'off', 'require-sri': 'off', 'no-trailing-whitespace': 'off', 'no-inline-style': 'error', 'attribute-boolean-style': 'off', 'attribute-empty-style': 'off', 'no-implicit-button-type': 'off', 'doctype-style': 'off', 'no-raw-characters': 'off' } });
for (const page of chosen) {
  const report = await validator.validateString(fs.readFileSync(path.join(site, page), 'utf8'));
  const messages = report.results.flatMap((result) => result.messages).filter((message) => message.severity === 2);
  check(messages.length === 0, `${page}: html-validate: ${messages.slice(0, 3).map((m) => `${m.ruleId} ${m.message} (line ${m.line})`).join('; ')}`);
}

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });

function watch(page, name, allowed) {
  page.on('console', (message) => check(message.type() !== 'error', `${name}: console: ${message.text()}`));
  page.on('pageerror', (error) => check(false, `${name}: script error: ${error.message}`));
  page.on('request', (request) => check(allowed(request.url()), `${name}: request off the site: ${request.url()}`));
  page.on('requestfailed', (request) => check(false, `${name}: failed request: ${request.url()}`));
}

// Links and anchors of every page, resolved by the browser itself.
const anchors = new Map();
const links = [];
const modes = {
  http: { address: (page) => origin + SUB + page.split('/').map(encodeURIComponent).join('/'), allowed: (url) => url.startsWith(origin + SUB) || url.startsWith('data:') },
  file: { address: (page) => pathToFileURL(path.join(site, page)).href, allowed: (url) => url.startsWith(pathToFileURL(site).href) || url.startsWith('data:') },
};
for (const [mode, { address, allowed }] of Object.entries(modes)) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  for (const name of mode === 'http' ? pages.filter((page) => page !== '404.html') : chosen) {
    const page = await context.newPage();
    watch(page, `${mode} ${name}`, allowed);
    await page.goto(address(name));
    const found = await page.evaluate(() => ({
      ids: [...document.querySelectorAll('[id]')].map((element) => element.id),
      hrefs: [...document.querySelectorAll('a[href]')].map((link) => [link.getAttribute('href'), new URL(link.getAttribute('href'), document.baseURI).href]),
    }));
    if (mode === 'http') {
      anchors.set(name, new Set(found.ids));
      check(anchors.get(name).size === found.ids.length, `${name}: an id occurs twice`);
      for (const [written, resolved] of found.hrefs) links.push([name, written, resolved]);
    }
    await page.close();
  }
  await context.close();
}
for (const [from, written, resolved] of links) {
  if (!resolved.startsWith(origin)) {
    check(/^(https?:|mailto:)/.test(resolved) && !written.startsWith('/'), `${from}: link ${written}`);
    continue;
  }
  const url = new URL(resolved);
  const target = decodeURIComponent(url.pathname).slice(SUB.length);
  const there = url.pathname.startsWith(SUB) && (anchors.has(target) || (target !== '' && !target.endsWith('/') && fs.existsSync(path.join(site, target))));
  check(there, `${from}: link to nothing: ${written}`);
  if (there && url.hash && anchors.has(target)) {
    const id = decodeURIComponent(url.hash.slice(1));
    check(anchors.get(target).has(id) || id.includes('='), `${from}: link to a missing anchor: ${written}`);
  }
}

// Accessibility in light, dark and narrow.
for (const [look, options] of Object.entries({
  light: { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  narrow: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
})) {
  const context = await browser.newContext({ ...options, bypassCSP: true });
  for (const name of chosen) {
    const page = await context.newPage();
    await page.goto(modes.http.address(name));
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      const result = await window.axe.run(document, { runOnly: { type: 'tag', values: tags } });
      return result.violations.map((violation) => `${violation.id}: ${violation.nodes[0].html.slice(0, 160)}`);
    });
    check(violations.length === 0, `${look} ${name}: ${violations.join(' | ')}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(overflow <= 1, `${look} ${name}: the page is ${overflow} px wider than the window`);
    await page.close();
  }
  await context.close();
}

// Without scripts the text is all there; a wrong address under the sub-path shows our own page.
{
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const scripted = await browser.newContext();
  for (const name of chosen) {
    const [a, b] = await Promise.all([plain.newPage(), scripted.newPage()]);
    await Promise.all([a.goto(modes.file.address(name)), b.goto(modes.file.address(name))]);
    const text = async (page) => (await page.locator('main').innerText()).replace(/\s+/g, ' ').length;
    const [without, withScripts] = [await text(a), await text(b)];
    check(without >= 0.9 * withScripts, `${name}: ${without} of ${withScripts} letters without scripts`);
    await Promise.all([a.close(), b.close()]);
  }
  const lost = await scripted.newPage();
  const response = await lost.goto(`${origin}${SUB}a/deep/wrong/address.html`);
  check(response.status() === 404 && (await lost.locator('h1').count()) === 1, '404 page at depth');
  await plain.close();
  await scripted.close();
}

// The findings of a mechanism are sifted without scripts, and sifted, sorted and remembered in the address with them.
{
  const sifted = pages.find((name) => fs.readFileSync(path.join(site, name), 'utf8').includes('sift'));
  check(sifted !== undefined, 'no page has findings to sift');
  const rows = (page) => page.locator('#evidence ~ * .row:visible, section:has(> #evidence) .row:visible').count();
  const pick = (page, name, value) => page.locator(`.sift input[name=${name}][value=${value}]`).check();
  for (const javaScriptEnabled of sifted ? [false, true] : []) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    const name = `${sifted} ${javaScriptEnabled ? 'with' : 'without'} scripts`;
    await page.goto(modes.file.address(sifted));
    const all = await rows(page);
    if (!javaScriptEnabled) {
      const order = page.locator('details.nojs').filter({ has: page.locator('dl.orders') }).first();
      await order.locator('summary').click();
      const link = order.locator('dd a').last();
      const target = await link.getAttribute('href');
      await link.click();
      check(await page.locator(`tr${target}`).isVisible(), `${name}: the order by drug does not lead to a row`);
    } else {
      check((await page.locator('details.nojs:visible').count()) === 0, `${name}: the order for pages without scripts is shown`);
    }
    await pick(page, 'level', 'clinical');
    const clinical = await rows(page);
    await pick(page, 'level', 'preclinical');
    const preclinical = await rows(page);
    await pick(page, 'level', 'none');
    check(all > 2 && clinical + preclinical + (await rows(page)) === all, `${name}: the levels do not make up all ${all} findings`);
    await pick(page, 'level', 'all');
    await pick(page, 'state', 'counted');
    const counted = await rows(page);
    await pick(page, 'state', 'proposed');
    check(counted + (await rows(page)) === all, `${name}: counted and proposed findings do not make up all ${all}`);
    await pick(page, 'state', 'all');
    if (javaScriptEnabled) {
      const head = page.locator('table.evidence th[data-sort=level]').first();
      await head.locator('button').focus();
      await page.keyboard.press('Enter');
      check((await head.getAttribute('aria-sort')) === 'ascending', `${name}: Enter on a column's head does not sort`);
      await page.keyboard.press('Enter');
      const levels = () => page.locator('table.evidence').first().locator('.row').evaluateAll((list) => list.map((row) => row.dataset.level || 'Z'));
      const order = await levels();
      check((await head.getAttribute('aria-sort')) === 'descending' && order.join() === [...order].sort().reverse().join(), `${name}: ${order} is not in falling order`);
      await pick(page, 'level', 'preclinical');
      check((await page.locator('.sift [role=status]').innerText()).startsWith(`${preclinical} of ${all}`), `${name}: the count is not told`);
      const again = await context.newPage();
      await again.goto(page.url());
      check(page.url().includes('sort=-level') && (await rows(again)) === preclinical, `${name}: ${page.url()} does not bring the choice back`);
      check((await again.locator('table.evidence th[data-sort=level]').first().getAttribute('aria-sort')) === 'descending', `${name}: the order is not brought back`);
    }
    await context.close();
  }
}

await browser.close();
server.close();
for (const failure of failures.slice(0, 60)) console.log(`FAILED ${failure}`);
console.log(`${checks} checks on ${pages.length} pages (${chosen.length} looked at closely), ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
