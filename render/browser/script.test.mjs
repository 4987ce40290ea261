// What the little script adds: times told from now, how fresh the page is, and the theme. And what is left without it.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, mode, watch} from './lib/browser.mjs';
import {axe} from './lib/looks.mjs';
import {text} from './lib/sites.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const service = 'services/checkout/index.html';
const run = JSON.parse(text('during', 'data/run.json'));
const minutes = n => new Date(Date.parse(run.finished) + n * 60_000);

/** Opens the page of a service so many minutes after the run. */
async function opened(n, look, m = mode(), prepare = () => {}) {
  const context = await browser.context(m);
  const page = await context.newPage();
  const seen = watch(page);
  seen.begin(browser.address('during', '', m));
  await page.clock.setFixedTime(minutes(n));
  await prepare(page);
  await page.goto(browser.address('during', service, m));
  await look(page, seen);
  await context.close();
}

for (const over of ['http', 'file']) {
  test(`a fresh page says when it was checked: ${over}`, () => opened(4, async page => {
    assert.match(await page.locator('.fresh').innerText(), /^checked 4 minutes ago · 4 of 4 clusters read$/);
    assert.equal(await page.locator('.banner').count(), 0);
  }, mode({over})));
}

test('a page whose runs have stopped says so above everything', () => opened(4 * 60, async page => {
  assert.match(await page.locator('.banner').innerText(), /last checked 4 hours ago/);
  assert.equal((await page.locator('.banner').boundingBox()).y, 0);
}));

test('a late run is no alarm yet', () => opened(50, async page => {
  assert.equal(await page.locator('.banner').count(), 0);
}));

test('a page that is left open grows old', () => opened(4, async page => {
  await page.clock.runFor(5 * 60_000);
  assert.match(await page.locator('.fresh').innerText(), /^checked 9 minutes ago/);
  assert.equal(await page.locator('.banner').count(), 0);
  await page.clock.fastForward(4 * 3600_000);
  assert.match(await page.locator('.banner').innerText(), /last checked 4 hours ago/);
  assert.equal(await page.locator('.banner').getAttribute('role'), 'status');
  assert.deepEqual(await axe(page), []);
}, mode(), page => page.clock.install({time: minutes(4)})));

// Clocks that are wrong, of the reader or of what ran, never say that a page is fresher or older than somebody knows.
const clocks = [
  ['the reader is a minute behind', -1, {}, /^checked just now ·/, null],
  ['the reader is a day behind', -24 * 60, {}, /^checked \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT ·/, null],
  ['the reader lives in 1970', -30_000_000, {}, /^checked \w{3}, .* GMT ·/, null],
  ['the reader is a year ahead', 365 * 24 * 60, {}, /^checked 365 days ago ·/, /last checked 365 days ago/],
  ['no interval is promised', 365 * 24 * 60, {every: ''}, /^checked 365 days ago ·/, null],
  ['the interval makes no sense', 365 * 24 * 60, {every: 'often'}, /^checked 365 days ago ·/, null],
  ['a long interval', 25 * 60, {every: '24h0m0s'}, /^checked 1 day ago ·/, null],
  ['twice a long interval', 49 * 60, {every: '24h0m0s'}, /^checked 2 days ago ·/, /every 1 day is promised/],
  ['a run that never ended', 4, {finished: null}, /^not known when this was checked$/, null],
  ['a run that ended at no time', 4, {finished: 'yesterday'}, /^not known when this was checked$/, null],
  ['a run of no clusters', 4, {clusters: null}, /^not known when this was checked$/, null],
];

for (const [name, n, told, fresh, banner] of clocks) {
  test(`how fresh a page is where ${name}`, () => opened(n, async (page, seen) => {
    assert.match(await page.locator('.fresh').innerText(), fresh);
    assert.deepEqual(await page.locator('.banner').allInnerTexts().then(all => all.map(t => banner?.test(t) ?? t)), banner ? [true] : []);
    const texts = await page.locator('main time').allTextContents();
    assert.ok(texts.every(t => !/NaN|undefined|Invalid|-\d+ (day|hour|minute)/.test(t)), texts.join(' | '));
    assert.deepEqual(seen.events, []);
  }, mode(), page => page.route('**/data/run.js', route => route.fulfill({
    contentType: 'text/javascript', body: `window.plimsollRun = ${JSON.stringify({finished: run.finished, every: run.every, clusters: run.clusters, ...told})};`,
  }))));
}

test('a cluster that was not read is counted', () => opened(4, async page => {
  assert.match(await page.locator('.fresh').innerText(), /· 3 of 4 clusters read$/);
  assert.ok(await page.locator('.fresh').evaluate(e => e.classList.contains('warn')));
}, mode(), page => page.route('**/data/run.js', route => route.fulfill({
  contentType: 'text/javascript', body: `window.plimsollRun = ${JSON.stringify({...run, clusters: run.clusters.map((c, i) => i ? c : {...c, state: 'timeout'})})};`,
}))));

test('a page of which no run is known still stands', () => opened(4, async (page, seen) => {
  assert.equal(await page.locator('.fresh').innerText(), 'not known when this was checked');
  assert.ok(seen.events.every(event => /run\.js|Failed to load resource/.test(event)), seen.events.join('\n'));
  assert.match(await page.locator('main time').first().innerText(), /ago|^for |just now/);
}, mode(), page => page.route('**/data/run.js', route => route.fulfill({status: 404, body: ''}))));

test('times are told from now, and keep what they were', () => opened(4, async page => {
  const times = await page.locator('main time[datetime]').evaluateAll(all => all.map(t => [t.textContent, t.title, t.dateTime]));
  const told = times.filter(([text]) => /ago$|^for |just now/.test(text));
  assert.ok(told.length > 3, `${told.length} of ${times.length} times are told from now`);
  for (const [text, title, iso] of told) assert.ok(title.includes(iso.slice(0, 4)) || /\d{2}:\d{2}/.test(title), `${text}: ${title}`);
}));

test('without the script times are absolute', () => opened(4, async page => {
  const texts = await page.locator('main time[datetime]').allTextContents();
  assert.ok(texts.length > 3 && texts.every(t => /\d{2}:\d{2}|\d{4}/.test(t)), texts.join(' | '));
  assert.ok(await page.locator('.theme').isHidden());
}, mode({js: false})));

test('a theme that is chosen stays, on every page', () => opened(4, async page => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.locator('.theme').click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.goto(browser.address('during', 'index.html'));
  assert.equal(await ground(), dark);
  await page.locator('.theme').click();
  assert.equal(await ground(), light);
}));

test('where storage is denied a theme lasts as long as the page', () => opened(4, async (page, seen) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.locator('.theme').click();
  assert.notEqual(await ground(), light);
  assert.deepEqual(seen.events, []);
}, mode(), page => page.addInitScript(() => Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError'); }}))));

test('on paper times are absolute', () => opened(4, async page => {
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const texts = await page.locator('main time[title]').allTextContents();
  assert.ok(texts.length > 3 && texts.every(t => !/ago$/.test(t)), texts.join(' | '));
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.match((await page.locator('main time[title]').allTextContents()).join(), /ago|for /);
}));

const searching = 'details[data-of$="prod-us StatefulSet/shop/search"]';

test('what a container uses stands beside its limit, and near it a word says so', () => opened(4, async page => {
  await page.goto(browser.address('during', 'services/search/index.html', mode()));
  const summary = page.locator(searching + ' > summary');
  assert.match(await summary.innerText(), /▲ OOM risk: search, 9\d % of limit/);
  await summary.click();
  const [cpu, memory] = await page.locator(searching + ' .use').allInnerTexts();
  assert.match(cpu, /^\d+m, \d+ % of request$/);
  assert.match(memory, /^\d+Mi, 9\d % of limit ▲ OOM risk$/);
}));

test('nothing of it is there where no run tells it', () => opened(4, async page => {
  await page.goto(browser.address('during', 'services/search/index.html', mode()));
  assert.equal(await page.locator('.use').count(), 0);
  assert.doesNotMatch(await page.locator(searching + ' > summary').innerText(), /▲/);
}, mode(), page => page.route('**/data/run.js', route => route.fulfill({contentType: 'text/javascript', body: 'window.plimsollRun = {"finished":"2026-11-19T10:45:00Z","clusters":[]};'}))));
