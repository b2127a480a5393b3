// Search in Chromium over http under a sub-path and over file://, with the keyboard only: the header's box, the search
// page, facets, the address. Says what a question loads, too: the words that it needs and not the whole index.
//
//   node search.mjs SITE         prints one line a failure and exits 1 if there is any

import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const site = path.resolve(process.argv[2] ?? '');
const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => fs.existsSync(p));
const failures = [];
let checks = 0;
const check = (ok, what) => {
  checks += 1;
  if (!ok) failures.push(what);
};

const SUB = '/group/review/';
const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' };
let changed = (name, bytes) => bytes;
let gone = () => false;
const server = http.createServer((request, response) => {
  const inside = decodeURIComponent(new URL(request.url, 'http://x').pathname).slice(SUB.length) || 'index.html';
  const file = path.join(site, inside);
  const there = file.startsWith(site) && fs.existsSync(file) && fs.statSync(file).isFile() && !gone(inside);
  response.writeHead(there ? 200 : 404, { 'content-type': TYPES[file.split('.').pop()] ?? 'application/octet-stream', 'cache-control': 'no-store' });
  response.end(there ? changed(inside, fs.readFileSync(file)) : '');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;
const modes = { http: (page) => origin + SUB + page, file: (page) => pathToFileURL(path.join(site, page.split('#')[0])).href + (page.includes('#') ? `#${page.split('#')[1]}` : '') };
const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run'] });

for (const [mode, address] of Object.entries(modes)) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const open = async (name) => {
    const page = await context.newPage();
    page.scripts = new Set();
    page.on('console', (message) => check(message.type() !== 'error', `${mode} ${name}: console: ${message.text()}`));
    page.on('pageerror', (error) => check(false, `${mode} ${name}: script error: ${error.message}`));
    page.on('requestfailed', (request) => check(request.failure()?.errorText === 'net::ERR_ABORTED', `${mode} ${name}: failed request: ${request.url()}`));
    page.on('request', (request) => { const found = request.url().match(/search-([a-z]+)-?(\d*)\.js/); if (found) page.scripts.add(found[1]); });
    await page.goto(address(name));
    return page;
  };
  const told = (page) => page.locator('#search-status').innerText().then((text) => Number.parseInt(text, 10) || 0);
  const settled = async (page) => {
    await page.waitForFunction(() => document.getElementById('search-status').textContent !== '', undefined, { timeout: 5000 }).catch(() => {});
    for (let before = '', now = ' '; before !== now; ) { before = now; await page.waitForTimeout(250); now = await page.locator('main').innerText(); }
  };

  // The header: nothing is loaded before somebody searches; then the core, words and rows of papers, nothing else.
  const page = await open('articles/index.html');
  check(page.scripts.size === 0, `${mode} header: loads ${[...page.scripts]} unasked`);
  await page.keyboard.press('/');
  const box = page.locator('header input[type=search]');
  check(await box.evaluate((element) => element === document.activeElement && element.getAttribute('role') === 'combobox'), `${mode} header: "/" does not lead into a combobox`);
  await page.keyboard.type('pkc412', { delay: 30 });
  await page.locator('[role=option]', { hasText: 'midostaurin' }).first().waitFor({ timeout: 5000 }).catch(() => check(false, `${mode} header: PKC412 does not find midostaurin`));
  check([...page.scripts].every((name) => ['core', 'p', 'pr'].includes(name)), `${mode} header: loads ${[...page.scripts]}`);
  check((await box.getAttribute('aria-expanded')) === 'true' && /\d/.test(await page.locator('header [role=status]').innerText()), `${mode} header: the list is not told`);
  await page.keyboard.press('ArrowUp');
  check(await page.locator('[role=option]').last().evaluate((option) => option.getAttribute('aria-selected') === 'true'), `${mode} header: ArrowUp does not lead to the last`);
  await page.keyboard.press('ArrowDown');
  const first = page.locator('[role=option]').first();
  check((await box.getAttribute('aria-activedescendant')) === (await first.getAttribute('id')), `${mode} header: ArrowDown does not lead round to the first`);
  await page.keyboard.press('Escape');
  check((await box.getAttribute('aria-expanded')) === 'false', `${mode} header: Escape does not close`);
  await box.press('Enter');
  await page.waitForURL(/search\.html#q=pkc412/);
  await settled(page);
  check(/midostaurin/i.test(await page.locator('#results li').first().innerText()), `${mode}: Enter does not lead to the results`);
  await page.close();

  // Questions of every kind.
  const ask = async (query, wanted, { first = false, none = null, said = null } = {}) => {
    const search = await open(`search.html#q=${encodeURIComponent(query)}`);
    await settled(search);
    const text = first ? await search.locator('#results li').first().innerText().catch(() => '') : await search.locator('#results').innerText();
    check(wanted.test(text), `${mode} ${query}: ${wanted} is not in ${text.slice(0, 200)}`);
    if (none) check(!none.test(text), `${mode} ${query}: ${none} is in it`);
    const status = await search.locator('#search-status').innerText();
    check((said ?? /^((?!looked for).)*$/).test(status), `${mode} ${query}: ${status}`);
    await search.close();
  };
  await ask('quizart', /quizartinib/i, { first: true });
  await ask('Quizatinib', /^quizartinib\s+drug/i, { first: true, said: /“quizatinib”; looked for: quizartinib/ });
  await ask('quizratinib', /^quizartinib\s+drug/i, { first: true, said: /looked for/ });
  await ask('JAK2', /^JAK2\s+gene/, { first: true }); /* the gene itself, before what its name is a part of */
  await ask('xuizartinib', /quizartinib/i, { said: /looked for/ });
  await ask('drug:quizatinib', /FLT3/, { none: /cited work/, said: /looked for: quizartinib/ });
  await ask('journal:leukemia', /Leukemia/, { none: /cited work/ });
  await ask('dohner', /./);
  await ask('Döhner', /./);
  await ask('gammac', /γc/);
  await ask('γc', /γc/);
  await ask('flt3-itd', /FLT3-ITD/, { first: true });
  await ask('author:rummelt year:2021', /JAK/, { none: /cited work/ });
  await ask('author:C. Rummelt year:2021', /JAK/, { none: /cited work/ });
  await ask('author:Rummelt C', /JAK/);
  await ask('author:rummelt JAK1', /JAK/); /* what follows a name is looked for by itself */
  await ask('author:van outersterp IKZF1', /van Outersterp/);
  await ask('author:X. Rummelt', /^$/); /* nobody of these initials */
  await ask('author:rumelt', /JAK/, { said: /looked for: rummelt/ });
  await ask('drug:pkc412 gene:FLT3', /FLT3/, { none: /cited work/ });
  await ask('mechanism:stroma', /paper/);
  /* names, identifiers and journals as the pages print them */
  await ask('Inge van Outersterp', /BCP-ALL/, { first: true });
  await ask('PMID 22820254', /Heterodimeric/, { first: true });
  await ask('PMID: 15858187', /gain-of-function/, { first: true });
  await ask('doi:10.1038/nature11303', /Heterodimeric/, { first: true });
  await ask('20843246', /cited work/, { first: true }); /* its title is not captured */
  await ask('New England Journal of Medicine 2005', /gain-of-function/);
  await ask('British Journal of Haematology', /Br J Haematol/, { first: true });
  /* other names, other spellings, ids */
  await ask('ruxolitinib', /INCB018424/);
  await ask('AML', /^Acute myeloid leukaemia/, { first: true });
  await ask('gene:flt3 disease:aml year:2019', /hypoxia/i, { none: /cited work/ });
  await ask('mechanism:rtk-bypass', /2019/, { none: /cited work/ });
  await ask('signaling', /Bypass through a parallel pathway/); /* its definition says signalling */
  await ask('persister', /Reversible drug tolerance/, { first: true });
  const spelled = [];
  for (const query of ['leukaemia', 'leukemia']) {
    const search = await open(`search.html#q=${query}`);
    await settled(search);
    spelled.push(await told(search));
    await search.close();
  }
  check(spelled[0] > 9 && spelled[0] === spelled[1], `${mode}: leukaemia gives ${spelled[0]}, leukemia ${spelled[1]}`);
  await ask('gilteritinib zqxvkjwpyt', /gilteritinib/i, { said: /No page has all of these words/ });
  await ask('mechanism:"bypass parallel" year:2018-2020', /2019/, { none: /2021/ });
  await ask('year:2021', /2021/, { none: /20(1\d|20|22)$/m });
  await ask('fl', /FLT3/);

  // The page, by keyboard: type, count, facets, results, back.
  const search = await open('search.html');
  const input = search.locator('#search-input');
  while (!(await input.evaluate((element) => element === document.activeElement))) await search.keyboard.press('Tab');
  await search.keyboard.type('kinase');
  await settled(search);
  const total = await told(search);
  check(total > 5 && (await search.locator('#results mark').count()) > 0, `${mode} page: ${total} results, or none is marked`);
  const facets = await search.locator('#facets fieldset').evaluateAll((all) => all.map((set) => [...set.querySelectorAll('input')].map((check) => [check.dataset.facet, Number.parseInt(check.closest('label').querySelector('.n').textContent, 10)])));
  const groups = Object.fromEntries(facets.map((group) => [group[0][0].split(':')[0], group]));
  check(groups.kind && groups.kind.reduce((sum, [, n]) => sum + n, 0) === total, `${mode} facets: kinds do not make up ${total}: ${JSON.stringify(groups.kind)}`);
  check(groups.mechanism && groups.year && groups.journal, `${mode} facets: only ${Object.keys(groups)}`);
  const focused = () => search.evaluate(() => document.activeElement.getAttribute('data-facet'));
  const walk = async (name) => {
    for (let i = 0; i < 60 && (await focused()) !== name; i += 1) await search.keyboard.press('Tab');
    await search.keyboard.press('Space');
    await search.waitForTimeout(400);
  };
  const papers = groups.kind?.find(([name]) => name === 'kind:paper')?.[1];
  await walk('kind:paper');
  check((await told(search)) === papers && (await search.locator('#results li').count()) === papers, `${mode} facets: ${await told(search)} results where ${papers} papers were promised`);
  check((await focused()) === 'kind:paper', `${mode} facets: the focus is lost`);
  const year = await search.locator('#facets input[data-facet^="year:"]').first().evaluate((check) => [check.dataset.facet, Number.parseInt(check.closest('label').querySelector('.n').textContent, 10)]);
  await walk(year[0]);
  check((await told(search)) === year[1] && year[1] > 0 && year[1] < papers, `${mode} facets: ${await told(search)} results where ${year[1]} were promised`);
  const again = await open(`search.html${new URL(search.url()).hash}`);
  await settled(again);
  check((await told(again)) === year[1] && (await again.locator('#facets input:checked').count()) === 2, `${mode} facets: ${again.url()} does not bring the choice back`);
  await again.close();
  await input.focus();
  await search.keyboard.press('ArrowDown');
  check(await search.locator('#results a').first().evaluate((link) => link === document.activeElement), `${mode} page: ArrowDown does not lead to the first result`);
  await search.keyboard.press('ArrowUp');
  check(await input.evaluate((element) => element === document.activeElement), `${mode} page: ArrowUp does not lead back`);
  await search.keyboard.press('ArrowDown');
  await Promise.all([search.waitForURL(/articles\//), search.keyboard.press('Enter')]);
  await search.goBack();
  await settled(search);
  check((await told(search)) === year[1], `${mode} page: going back forgets the question`);
  await search.close();

  // Nothing is found: that is said, and nothing stays.
  const nothing = await open('search.html#q=zqxvkjwpyt');
  await settled(nothing);
  check((await nothing.locator('#results li').count()) === 0 && (await nothing.locator('#search-status').innerText()) !== '' && (await nothing.locator('.facets').isHidden()), `${mode}: nothing found is not said`);
  await nothing.close();
  await context.close();
}

// The site is made anew while a page is open: parts of two builds are never mixed.
{
  const page = await browser.newPage();
  await page.goto(modes.http('search.html'));
  await page.locator('#search-input').focus();
  await page.waitForTimeout(300);
  let cores = 0;
  changed = (name, bytes) => {
    if (name.endsWith('search-core.js')) cores += 1;
    if (!/search-[a-z]/.test(name)) return bytes;
    const text = bytes.toString().replace(/^(citeloomSearch\("[^"]+",)"[^"]+"/, '$1"newer"');
    // The core says which stamp the parts of each kind bear.
    return Buffer.from(text.replace(/"of":\{[^}]*\}/, (of) => of.replace(/:"[^"]*"/g, ':"newer"')));
  };
  await page.keyboard.type('quizartinib');
  await page.locator('#results a').first().waitFor({ timeout: 5000 }).catch(() => check(false, 'a newer build: no results'));
  check(cores === 1, `a newer build: the core is asked for ${cores} times`);

  // However often that happens, and whatever parts the newer site has no more.
  const found = async (query, page) => {
    await page.locator('#search-input').fill('');
    await page.waitForTimeout(200);
    await page.locator('#search-input').fill(query);
    await page.waitForFunction(() => document.getElementById('search-status').textContent !== '', undefined, { timeout: 5000 }).catch(() => {});
    await page.waitForTimeout(600);
    return page.locator('#search-status').innerText();
  };
  const other = await browser.newPage();
  await other.goto(modes.http('search.html'));
  const right = { kinase: await found('kinase', other), quizartinib: await found('quizartinib', other) };
  await other.close();
  check(/\d/.test(right.kinase) && /\d/.test(right.quizartinib), `a newer build: ${JSON.stringify(right)}`);
  const stamped = changed;
  for (let n = 0; n < 7; n += 1) {
    cores = 0;
    changed = (name, bytes) => Buffer.from(stamped(name, bytes).toString().replaceAll('"newer"', `"newer${n}"`));
    gone = (name) => n > 4 && cores === 0 && /search-p-/.test(name);
    const query = n % 2 ? 'quizartinib' : 'kinase';
    const said = await found(query, page);
    check(cores === 1 && said === right[query], `newer build ${n}: the core is asked for ${cores} times, and ${query} gives “${said}” in place of “${right[query]}”`);
  }
  // Without a server what is here must do, and the next question is answered again.
  gone = (name) => /search-/.test(name);
  await found('quizartinib relapse', page);
  gone = () => false;
  check((await found('kinase', page)) === right.kinase, 'after the server was away nothing is found');
  await page.close();
}

await browser.close();
server.close();
for (const failure of failures.slice(0, 60)) console.log(`FAILED ${failure}`);
console.log(`${checks} checks, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
