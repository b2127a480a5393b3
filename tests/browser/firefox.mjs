// Opens a built site in Firefox over file:// with the strict file policy (each file an origin of its own) and does with
// the keyboard what readers do: search in the header and on the search page, facets, citations, colours, reading list.
// Spoken to by WebDriver BiDi, which Firefox brings along; no driver is needed.
//
//   node firefox.mjs SITE [SINGLE.html …]        prints one line a failure and exits 1 if there is any; packed reviews in
//                                                one file are opened as well

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

// Node 20 has its WebSocket behind a flag.
if (typeof WebSocket === 'undefined') process.exit(spawnSync(process.execPath, ['--experimental-websocket', '--no-warnings', fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1);

const site = path.resolve(process.argv[2] ?? '');
const executable = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((p) => fs.existsSync(p));
if (!executable || !fs.existsSync(path.join(site, 'index.html'))) {
  console.error(executable ? `no site in ${site}` : 'no Firefox on this machine');
  process.exit(3);
}
let checks = 0;
const failures = [];
const check = (ok, what) => {
  checks += 1;
  if (!ok) failures.push(what);
};

// ---- the browser ----
const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'citeloom-firefox-'));
const settings = {
  'security.fileuri.strict_origin_policy': true,
  'network.proxy.type': 0,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage': 'about:blank',
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.enabled': false,
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'focusmanager.testmode': true, // keys work although no window manager gives the window the focus
  'accessibility.tabfocus': 7,
  'ui.prefersReducedMotion': 1,
};
fs.writeFileSync(path.join(profile, 'user.js'), Object.entries(settings).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
const firefox = spawn(executable, ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile, '--window-size=1400,900', 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, MOZ_HEADLESS: '1', HOME: profile } });
const end = (code) => {
  firefox.kill('SIGKILL');
  fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  process.exit(code);
};
const address = await new Promise((done) => {
  let said = '';
  const timer = setTimeout(() => { console.log(`FAILED Firefox does not listen: ${said.slice(-500)}`); end(1); }, 120000);
  firefox.stderr.on('data', (bytes) => {
    said += bytes;
    const found = said.match(/WebDriver BiDi listening on (ws:\S+)/);
    if (found) { clearTimeout(timer); done(found[1]); }
  });
});
const socket = new WebSocket(`${address}/session`);
await new Promise((done) => socket.addEventListener('open', done));
let last = 0;
const open = new Map();
const listeners = [];
socket.addEventListener('message', ({ data }) => {
  const message = JSON.parse(data);
  if (message.id !== undefined) {
    const [done, fail] = open.get(message.id);
    open.delete(message.id);
    if (message.type === 'error') fail(new Error(`${message.error}: ${message.message}`)); else done(message.result);
  } else listeners.forEach((listen) => listen(message.method, message.params));
});
const send = (method, params = {}) => new Promise((done, fail) => {
  last += 1;
  open.set(last, [done, fail]);
  socket.send(JSON.stringify({ id: last, method, params }));
});

const version = (await send('session.new', { capabilities: {} })).capabilities.browserVersion;
await send('session.subscribe', { events: ['log.entryAdded', 'network.beforeRequestSent', 'network.fetchError'] });
const { context } = await send('browsingContext.create', { type: 'tab' });
await send('browsingContext.activate', { context });
await send('script.addPreloadScript', { functionDeclaration: `() => { document.addEventListener('securitypolicyviolation', (event) => console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI)); }` });
let here = '';
listeners.push((method, params) => {
  if (method === 'log.entryAdded') check(params.level !== 'error', `${here}: console: ${params.text}`);
  if (method === 'network.beforeRequestSent') check(/^(file|data|blob|about|moz-extension|resource|chrome):/.test(params.request.url), `${here}: request off the site: ${params.request.url}`);
});

const url = (page) => pathToFileURL(path.resolve(site, page.split('#')[0])).href + (page.includes('#') ? `#${page.split('#')[1]}` : '');
const go = async (page) => {
  here = page;
  await send('browsingContext.navigate', { context, url: 'about:blank', wait: 'complete' });
  await send('browsingContext.navigate', { context, url: url(page), wait: 'complete' });
};
const run = async (expression) => {
  const { type, result, exceptionDetails } = await send('script.evaluate', { expression: `JSON.stringify(${expression})`, target: { context }, awaitPromise: true });
  if (type === 'exception') throw new Error(`${here}: ${exceptionDetails.text} in ${expression}`);
  return result.type === 'string' ? JSON.parse(result.value) : undefined;
};
const until = async (expression, what) => {
  for (let i = 0; i < 200; i += 1) {
    const value = await run(expression).catch(() => undefined);
    if (value) return value;
    await new Promise((done) => setTimeout(done, 50));
  }
  check(false, `${here}: ${what}`);
  return undefined;
};
const KEYS = { Enter: '\uE007', Tab: '\uE004', Escape: '\uE00C', ArrowDown: '\uE015', ArrowUp: '\uE013', Space: ' ' };
const press = (...keys) => send('input.performActions', { context, actions: [{ type: 'key', id: 'keys', actions: keys.flatMap((key) => [{ type: 'keyDown', value: KEYS[key] ?? key }, { type: 'keyUp', value: KEYS[key] ?? key }]) }] });
const type = (text) => press(...[...text]);
const place = () => run(`decodeURIComponent(location.href)`);

try {
  check(await run('true'), 'scripts run');

  // Every kind of page: no console errors, no policy violations.
  const walk = (folder, inside = '') => fs.readdirSync(path.join(folder, inside), { withFileTypes: true }).flatMap((entry) => {
    const name = inside ? `${inside}/${entry.name}` : entry.name;
    return entry.isDirectory() ? walk(folder, name) : [name];
  });
  const pages = walk(site).filter((name) => name.endsWith('.html') && name !== '404.html').sort();
  const byFolder = new Map(pages.map((page) => [page.includes('/') ? page.split('/')[0] : page, page]));
  for (const page of byFolder.values()) {
    await go(page);
    check(await until(`document.querySelectorAll('h1').length === 1`, 'no heading'), `${page}: no heading`);
    const wide = await run('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    check(wide <= 1, `${page}: ${wide} px wider than the window`);
  }

  // The box in the header: "/" leads there, arrows choose, Enter follows.
  await go('articles/index.html');
  await press('/');
  check(await run(`document.activeElement.matches('input[type=search]')`), 'header: "/" does not lead into the box');
  await type('pkc412');
  await until(`/midostaurin/i.test((document.querySelector('[role=option]') || document.body.firstChild).textContent)`, 'header: the alias PKC412 does not find midostaurin');
  check(/\d/.test(await run(`[...document.querySelectorAll('header [role=status]')].map((one) => one.textContent).join('')`)), 'header: the count is not told');
  await press('ArrowDown');
  check(await run(`document.activeElement.getAttribute('aria-activedescendant') === document.querySelector('[aria-selected=true]').id`), 'header: arrows choose nothing');
  await press('Enter');
  await until(`location.pathname.includes('/drugs/')`, `header: Enter leads to ${await place()}`);

  // The page: typing, results, facets, arrows, address.
  await go('search.html');
  await run(`document.getElementById('search-input').focus()`);
  await type('kinase');
  const all = await until(`document.querySelectorAll('#results a').length`, 'page: no results');
  check((await until(`document.querySelectorAll('#results mark').length`, 'page: no marks')) > 0, 'page: words are not marked');
  const status = () => run(`Number.parseInt(document.getElementById('search-status').textContent, 10)`);
  await new Promise((done) => setTimeout(done, 500));
  const total = await status();
  check(total >= all, `page: ${total} results are told, ${all} shown`);
  const facet = await until(`(document.querySelector('#facets input[data-facet="kind:paper"]') || { dataset: {} }).dataset.facet`, 'page: no facet for papers');
  if (facet) {
    const told = await run(`Number.parseInt(document.querySelector('#facets input[data-facet="kind:paper"]').closest('label').querySelector('.n').textContent, 10)`);
    await run(`document.querySelector('#facets input[data-facet="kind:paper"]').focus()`);
    await press('Space');
    await until(`Number.parseInt(document.getElementById('search-status').textContent, 10) === ${told}`, `page: the facet does not leave the ${told} papers it promised`);
    check(told > 0 && told < total, `page: ${told} of ${total} are papers`);
    check(await run(`document.activeElement.dataset.facet === 'kind:paper' && document.activeElement.checked`), 'page: the facet loses the focus');
    const kept = await place();
    check(kept.includes('#q=kinase') && kept.includes('kind=paper'), `page: the address does not keep the choice: ${kept}`);
    await go('index.html');
    await go(`search.html#q=kinase&kind=paper`);
    await until(`Number.parseInt(document.getElementById('search-status').textContent, 10) === ${told}`, 'page: the address does not bring the choice back');
    await run(`document.getElementById('search-input').focus()`);
    await press('ArrowDown');
    check(await run(`document.activeElement === document.querySelector('#results a')`), 'page: the arrow does not lead to the first result');
    const target = await run(`document.activeElement.href`);
    await press('Enter');
    await until(`location.href === ${JSON.stringify(target)}`, `page: Enter leads to ${await place()}`);
  }
  const ask = async (query, wanted) => {
    await go(`search.html#q=${encodeURIComponent(query)}`);
    check(await until(`document.querySelector('#results a') && document.getElementById('results').textContent`, `${query}: no results`).then((text) => wanted.test(text ?? '')), `${query}: not ${wanted}`);
  };
  await ask('quizratinib', /quizartinib/i);
  await ask('author:"van outersterp"', /kinase/i);
  await ask('drug:pkc412 gene:flt3', /FLT3/);

  // Citations: the focus shows the reference, Escape hides it and keeps the focus.
  const citing = pages.find((page) => fs.readFileSync(path.join(site, page), 'utf8').includes('data-cite'));
  check(citing !== undefined, 'no page cites in its text');
  if (citing) {
    await go(citing);
    await run(`document.querySelector('a[data-cite]').scrollIntoView()`);
    await run(`document.querySelector('a[data-cite]').focus({ focusVisible: true })`);
    const shown = `[...document.querySelectorAll('#cite-pop')].filter((box) => box.getBoundingClientRect().width > 0).length`;
    check((await until(shown, 'citation: no reference on focus')) === 1, 'citation: no reference on focus');
    await press('Escape');
    check((await run(shown)) === 0 && (await run(`document.activeElement.matches('a[data-cite]')`)), 'citation: Escape');
  }

  // Colours, and a list that is shared by its address: Firefox keeps storage for each file apart.
  await go('index.html');
  const before = await run(`getComputedStyle(document.body).backgroundColor`);
  await run(`document.querySelector('[data-theme-switch]').focus()`);
  await press('Enter', 'Enter');
  check((await run(`document.documentElement.dataset.theme`)) === 'dark', 'colours: the switch does nothing');
  check((await run(`getComputedStyle(document.body).backgroundColor`)) !== before, 'colours: dark looks like light');
  const paper = pages.find((page) => page.startsWith('articles/') && !page.includes('index'));
  await go(`reading-list.html#ids=${path.basename(paper, '.html')}`);
  check(await until(`document.querySelectorAll('#list-papers li').length === 1 && document.querySelector('#list-papers a').textContent.length > 20`, 'list: the title of a shared paper is not found'), 'list');

  // Reviews in one file: links lead within it, and the search finds.
  const shown = `[...document.querySelectorAll('section[data-page]')].filter((one) => !one.hidden).map((one) => one.id)`;
  for (const file of process.argv.slice(3)) {
    await go(file);
    check((await run(shown)).length === 1, `${file}: one page is shown`);
    await run(`document.querySelector('main section[data-page]:not([hidden]) a[href^="#articles/"]').click() || 1`);
    await until(`${shown}[0].startsWith('articles/')`, 'a click does not lead to the paper');
    await run(`document.querySelector('header input[type=search]').focus() || 1`);
    await type('quizartinib');
    await until(`document.querySelectorAll('[role=option]').length`, 'the box finds nothing');
    check(await run(`[...document.querySelectorAll('[role=option]')].every((one) => one.getAttribute('href').startsWith('#'))`), `${file}: results lead out of the file`);
    await press('Enter');
    await until(`!document.getElementById('search.html').hidden && document.querySelectorAll('#results a').length`, 'the search page finds nothing');
    await run(`document.querySelector('#results a').click() || 1`);
    await until(`document.getElementById('search.html').hidden`, 'a result leads nowhere');
  }
} catch (error) {
  check(false, `${here}: ${error.message}`);
}
for (const failure of failures.slice(0, 60)) console.log(`FAILED ${failure}`);
console.log(`Firefox ${version}: ${checks} checks, ${failures.length} failed`);
end(failures.length ? 1 : 0);
