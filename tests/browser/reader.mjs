// What readers do, on a review of hostile names, over file:// (the strictest place): search by keyboard, open citations
// by pointer, keyboard, touch, close them, change colours, put papers aside, sift, print. Nothing may run that a title brought.
//
//   node reader.mjs SITE         prints one line a failure and exits 1 if there is any

import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const site = path.resolve(process.argv[2] ?? '');
const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((p) => fs.existsSync(p));
const address = (page) => pathToFileURL(path.join(site, page.split('#')[0])).href + (page.includes('#') ? `#${page.split('#')[1]}` : '');
const failures = [];
let checks = 0;
const check = (ok, what) => {
  checks += 1;
  if (!ok) failures.push(what);
};
const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run'] });
const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function open(context, name) {
  const page = await context.newPage();
  page.on('console', (message) => check(message.type() !== 'error', `${name}: console: ${message.text()}`));
  page.on('pageerror', (error) => check(false, `${name}: script error: ${error.message}`));
  page.on('request', (request) => check(/^(file|data|blob):/.test(request.url()), `${name}: request off the site: ${request.url()}`));
  await page.goto(address(name));
  return page;
}

// Every hostile page: nothing ran, nothing overflows, nothing inaccessible.
const names = ['index.html', 'articles/index.html', 'articles/script.html', 'articles/rtl.html', 'articles/combining.html', 'articles/crowd.html', 'articles/long.html', 'articles/nothing.html', 'articles/cites.html', 'articles/references.html', 'mechanisms/pump.html', 'graph.html', 'timeline.html', 'matrix.html', 'bibliography.html', 'print.html', 'reading-list.html', 'gaps.html', 'citations.html'];
for (const [look, options] of Object.entries({ light: { viewport: { width: 1280, height: 900 } }, dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }, narrow: { viewport: { width: 320, height: 640 } } })) {
  const context = await browser.newContext({ ...options, bypassCSP: look === 'light' });
  for (const name of names) {
    const page = await open(context, name);
    check((await page.title()) !== 'broken', `${name}: a script of a title ran`);
    check((await page.locator('h1').innerText()).trim() !== '', `${name}: the heading is empty`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(wide <= 1, `${look} ${name}: ${wide} px wider than the window`);
    if (look === 'light') {
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await window.axe.run(document, { preload: false, runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] } })).violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 140)}`));
      check(found.length === 0, `${name}: ${found.join(' | ')}`);
    }
    await page.close();
  }
  await context.close();
}

// Citations: hover, focus, Escape, leaving and entering the box, touch.
{
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await open(context, 'articles/long.html');
  const markers = page.locator('a[data-cite]');
  check((await markers.count()) >= 5, `popovers: ${await markers.count()} markers`);
  const pop = page.locator('#cite-pop');
  await markers.first().hover();
  await pop.waitFor({ timeout: 3000 }).catch(() => check(false, 'popover: none on hover'));
  check((await markers.first().getAttribute('aria-describedby')) === 'cite-pop', 'popover: not told to screen readers');
  await pop.hover();
  await page.waitForTimeout(600);
  check((await pop.count()) === 1, 'popover: gone while the pointer is on it');
  await page.keyboard.press('Escape');
  check((await pop.count()) === 0, 'popover: Escape does not close it');
  await page.mouse.move(2, 2);
  await page.evaluate(() => document.querySelector('a[data-cite]').closest('p').querySelectorAll('a')[0].focus());
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  check((await pop.count()) === 1, 'popover: none on focus by keyboard');
  await page.keyboard.press('Escape');
  check((await pop.count()) === 0 && (await page.evaluate(() => document.activeElement.hasAttribute('data-cite'))), 'popover: Escape loses the focus');
  await page.keyboard.press('Enter');
  check(page.url().includes('#cited-'), `popover: Enter does not follow the marker: ${page.url()}`);
  check((await page.locator('.refs li:target').count()) === 1, 'popover: the reference is not marked as target');
  for (const id of ['.refs', 'table', 'dl', '.sidenote', 'pre', 'input, li']) check((await page.locator(`#notes ~ .prose ${id}, #notes ~ * ${id}`).count()) > 0, `notes: no ${id}`);
  await context.close();
  const touch = await browser.newContext({ viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
  const phone = await open(touch, 'articles/long.html');
  await phone.locator('a[data-cite]').first().tap();
  const box = phone.locator('#cite-pop[role=dialog]');
  check((await box.count()) === 1, 'popover: none on touch');
  check((await box.locator('a').last().innerText()).trim() !== '', 'popover: no way on from touch');
  await phone.locator('a[data-cite]').first().tap();
  check(phone.url().includes('#cited-'), 'popover: a second touch does not follow');
  await touch.close();
}

// A text that cites a lot: notes beside it on wide screens and under their paragraphs on narrow ones, with scripts and without.
for (const javaScriptEnabled of [true, false]) {
  const name = `notes ${javaScriptEnabled ? 'with' : 'without'} scripts`;
  const wide = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled, reducedMotion: 'reduce' });
  const page = await open(wide, 'articles/cites.html');
  const boxes = async (selector) => (await Promise.all((await page.locator(selector).all()).map((note) => note.boundingBox()))).filter(Boolean);
  const notes = await boxes('.sidenote');
  const footnotes = await boxes('.sidenote[role=doc-footnote]');
  check((await page.locator('a[data-cite]').count()) >= 120 && footnotes.length === 30 && notes.length >= 60, `${name}: ${await page.locator('a[data-cite]').count()} markers, ${footnotes.length} footnotes, ${notes.length} notes`);
  const text = await page.locator('.sidenotes').first().evaluate((notes) => { const box = notes.previousElementSibling.getBoundingClientRect(); return { right: box.right, top: box.top + scrollY }; });
  check(notes.every((box) => box.x >= text.right), `${name}: a note stands over the text`);
  check(Math.abs((await page.locator('.sidenotes').first().boundingBox()).y - text.top) < 24, `${name}: the first notes do not stand beside their paragraph`);
  const below = notes.map((box, at) => at && box.y < notes[at - 1].y + notes[at - 1].height - 1).filter(Boolean).length;
  check(below === 0, `${name}: ${below} notes overlap`);
  const rail = await page.locator('.rail').boundingBox();
  check(notes.every((box) => box.x + box.width <= rail.x), `${name}: notes reach into the contents`);
  // In letters as wide as a reader's machine may have them.
  await page.evaluate(() => document.body.style.setProperty('font-family', 'monospace'));
  check((await boxes('.sidenote')).every((box) => box.x + box.width <= rail.x), `${name}: notes in wide letters reach into the contents`);
  await page.evaluate(() => document.body.style.removeProperty('font-family'));
  await page.locator('a[role=doc-noteref]').nth(20).click();
  check((await page.locator('aside.sidenote:target').count()) === 1, `${name}: a marker does not lead to its footnote`);
  await page.locator('aside.sidenote:target a[role=doc-backlink]').click();
  check((await page.locator('sup a:target').count()) === 1, `${name}: a footnote does not lead back`);
  await page.locator('.refs-cited li').nth(3).locator('a[role=doc-backlink]').first().click();
  check((await page.locator('sup a[data-cite]:target').count()) === 1, `${name}: the list of cited works does not lead back`);
  await wide.close();
  const narrow = await browser.newContext({ viewport: { width: 390, height: 800 }, javaScriptEnabled });
  const phone = await open(narrow, 'articles/cites.html');
  const note = await phone.locator('.sidenote[role=doc-footnote]').first().boundingBox();
  const above = await phone.locator('.sidenotes').first().evaluate((notes) => notes.previousElementSibling.getBoundingClientRect().bottom + scrollY);
  check(note && note.y >= above && note.x < 60, `${name}: on a narrow screen the note does not stand under its paragraph`);
  check((await phone.locator('.of-work:visible').count()) === 0, `${name}: cited works stand twice on a narrow screen`);
  await narrow.close();
}

// Colours, reading list, export.
{
  const context = await browser.newContext({ acceptDownloads: true });
  const page = await open(context, 'articles/script.html');
  await page.click('[data-theme-switch]');
  check((await page.getAttribute('html', 'data-theme')) === 'light', 'colours: not light');
  await page.click('[data-theme-switch]');
  await page.reload();
  check((await page.getAttribute('html', 'data-theme')) === 'dark', 'colours: not kept');
  await page.click('[data-keep]');
  check((await page.getAttribute('[data-keep]', 'aria-pressed')) === 'true', 'list: the button does not tell');
  const list = await open(context, 'reading-list.html');
  check((await list.locator('#list-papers li').count()) === 1, 'list: the paper is not on it');
  check((await list.locator('#list-papers a').innerText()).includes('<script>'), 'list: the title is not shown as text');
  for (const format of ['bib', 'ris']) {
    const [download] = await Promise.all([list.waitForEvent('download'), list.click(`[data-export=${format}]`)]);
    check(download.suggestedFilename() === `reading-list.${format}`, `list: ${format} is called ${download.suggestedFilename()}`);
  }
  const shared = await open(context, 'reading-list.html#ids=rtl,crowd');
  await shared.waitForTimeout(500);
  check((await shared.locator('#list-papers li').count()) === 2, 'list: a shared list is not shown');
  check((await shared.locator('#list-papers').innerText()).includes('Forty'), 'list: titles of a shared list are not found');
  await list.click('#list-papers button');
  check((await list.locator('#list-papers li').count()) === 0, 'list: nothing is removed');
  await context.close();
}

// Search: the box by keyboard, the page by address; names, prefixes, a slip of one letter, filters, marked words.
{
  const context = await browser.newContext();
  const page = await open(context, 'articles/rtl.html');
  await page.keyboard.press('/');
  await page.keyboard.type('Forty');
  await page.locator('[role=option]').first().waitFor({ timeout: 5000 }).catch(() => check(false, 'search: no results in the box'));
  await page.keyboard.press('ArrowDown');
  check((await page.locator('[role=option][aria-selected=true]').count()) === 1, 'search: arrows choose nothing');
  await Promise.all([page.waitForURL(/crowd/), page.keyboard.press('Enter')]);
  const asked = async (query) => {
    const search = await open(context, `search.html#q=${encodeURIComponent(query)}`);
    await search.locator('#results li').first().waitFor({ timeout: 5000 }).catch(() => {});
    const found = { all: await search.locator('#results').innerText(), marks: await search.locator('#results mark').count(), facets: await search.locator('#facets').innerText() };
    await search.close();
    return found;
  };
  check((await asked('refer')).all.includes('Three hundred'), 'search: no prefix');
  check((await asked('hundrad')).all.includes('Three hundred'), 'search: no slip of one letter');
  check((await asked('עמידות')).all.includes('ועמידות') || (await asked('ועמידות')).all.includes('ועמידות'), 'search: letters that are not Latin are not found');
  check((await asked('author:person-7')).all.includes('Forty'), 'search: author:');
  check((await asked('year:2004 forty')).all.includes('Forty'), 'search: year:');
  check((await asked('forty')).marks > 0, 'search: words are not marked');
  check(/\d/.test((await asked('many')).facets), 'search: no counts of facets');
  check(!(await asked('<script>')).all.includes('undefined'), 'search: markup');
  await context.close();
}

await browser.close();
for (const failure of failures.slice(0, 60)) console.log(`FAILED ${failure}`);
console.log(`${checks} checks, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
