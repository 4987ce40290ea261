// Lists of services narrow and sort as they say, by mouse, keyboard and address, and what was chosen is remembered. What
// should be shown is worked out from data/index.json.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, mode, watch} from './lib/browser.mjs';
import {axe} from './lib/looks.mjs';
import {text} from './lib/sites.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

/** Opens a page, calls look, and asks that nothing was logged or lacking. */
async function opened(site, path, look, m = mode(), prepare = () => {}) {
  const context = await browser.context(m), page = await context.newPage(), seen = watch(page);
  seen.begin(browser.address(site, '', m));
  await prepare(page);
  const [file, hash = ''] = path.split('#');
  const open = (hash = '') => page.goto(browser.address(site, file, m) + hash);
  await open(hash && '#' + hash);
  await look(page, open, context);
  assert.deepEqual(seen.events, []);
  await context.close();
}

const rows = page => page.locator('table.list:has([aria-sort], button) tbody tr th a').evaluateAll(all => all.map(a => a.getAttribute('href').replace(/^(\.\.\/)*services\/|\/index\.html$/g, '')));
const sorted = ids => [...ids].sort();
const services = site => JSON.parse(text(site, 'data/index.json')).services;
const field = page => page.locator('.filters [name=q]');
const count = page => page.locator('.filters output').innerText();
const remembered = page => page.waitForTimeout(400); // it waits until nothing more is typed

// An owner is called by the title that one of its services gives it.
const facts = site => {
  const titles = new Map(services(site).filter(s => s.ownerTitle).map(s => [s.owner, s.ownerTitle]));
  return {
    state: s => [s.status], system: s => [s.system], cluster: s => s.clusters.map(c => c.name),
    owner: s => [titles.get(s.owner) ?? s.owner],
  };
};

for (const site of ['during', 'states']) {
  test(`each choice shows those it fits, and no other: ${site}`, () => opened(site, 'index.html', async page => {
    const choices = await page.locator('.filters select').evaluateAll(all => all.map(s => [s.name, [...s.options].map(o => o.value).filter(Boolean)]));
    assert.ok(choices.length >= 3 && choices[0][1][0] === 'attention', JSON.stringify(choices));
    for (const [name, values] of choices) for (const value of values) {
      await page.locator(`.filters select[name=${name}]`).selectOption(value);
      const shown = await rows(page);
      if (value === 'attention') assert.equal(shown.length, await page.locator('ul.attention > li').count());
      else assert.deepEqual(sorted(shown), sorted(services(site).filter(s => facts(site)[name](s).includes(value)).map(s => s.id)), `${name} ${value}`);
      assert.ok(shown.length > 0, `${name} ${value} shows nothing`);
      await page.locator(`.filters select[name=${name}]`).selectOption('');
    }
    assert.equal((await rows(page)).length, services(site).length);
  }));
}

test('two choices show what fits both, and clear shows all again', () => opened('during', 'index.html', async page => {
  await page.getByLabel('state').selectOption('healthy');
  await page.getByLabel('cluster').selectOption('staging-eu');
  const fit = services('during').filter(s => s.status === 'healthy' && s.clusters.some(c => c.name === 'staging-eu'));
  assert.deepEqual(sorted(await rows(page)), sorted(fit.map(s => s.id)));
  assert.equal(await count(page), `${fit.length} of 12 services`);
  assert.deepEqual(await axe(page), []);
  await page.locator('.filters button').click();
  assert.equal((await rows(page)).length, 12);
  assert.equal(await count(page), '12 services');
  assert.ok(await field(page).evaluate(e => e === document.activeElement));
  assert.ok(await page.locator('.filters button').isHidden());
}));

test('what is typed is looked for in every fact of a row, word by word', () => opened('during', 'index.html', async page => {
  const said = s => [s.id, s.name, s.owner, s.ownerTitle, s.system, s.status, ...s.clusters.map(c => c.name)].join(' ').toLowerCase();
  for (const typed of ['recomm', 'STAGING-eu', 'shop degraded', 'degraded  prod-ap', 'platform/log']) {
    await field(page).fill('');
    await field(page).pressSequentially(typed);
    const fit = services('during').filter(s => typed.toLowerCase().split(/[\s/]+/).every(term => said(s).includes(term)));
    assert.deepEqual(sorted(await rows(page)), sorted(fit.map(s => s.id)), typed);
    assert.ok(fit.length > 0, typed);
  }
  await field(page).fill('zzz');
  assert.equal(await count(page), 'none of 12 services');
  await field(page).press('Escape');
  assert.equal(await count(page), '12 services');
  assert.equal(await field(page).inputValue(), '');
}));

test('the address of a narrowed list shows another reader the same', () => opened('during', 'index.html', async page => {
  await page.getByLabel('owner').selectOption('Payments & refunds'); // & and spaces pass through the address
  await field(page).fill('prod');
  await page.locator('th button', {hasText: 'service'}).click();
  await remembered(page);
  const [shown, hash] = [await rows(page), new URL(page.url()).hash];
  assert.ok(shown.length > 0 && shown.length < 12);
  await opened('during', 'index.html' + hash, async other => {
    assert.deepEqual(await rows(other), shown);
    assert.equal(await other.getByLabel('owner').inputValue(), 'Payments & refunds');
    assert.equal(await field(other).inputValue(), 'prod');
    assert.equal(await other.locator('th[aria-sort=ascending]').innerText(), 'service');
  });
  await page.locator('.filters button').click();
  await remembered(page);
  assert.equal(new URL(page.url()).hash, '');
}));

for (const over of ['http', 'file']) {
  test(`what was chosen is remembered, what was typed is not: ${over}`, () => opened('during', 'index.html', async (page, open, context) => {
    await page.getByLabel('state').selectOption('healthy');
    await field(page).fill('prod');
    await remembered(page);
    const again = await context.newPage();
    await again.goto(browser.address('during', 'index.html', mode({over})));
    assert.equal(await again.getByLabel('state').inputValue(), 'healthy');
    assert.equal(await field(again).inputValue(), '');
    assert.ok((await rows(again)).length < 12);
    await again.goto(browser.address('during', 'clusters/prod-eu/index.html', mode({over}))); // each list has its own
    assert.equal(await again.getByLabel('state').inputValue(), '');
    await again.goto(browser.address('during', 'index.html', mode({over})) + '#state=degraded'); // an address goes before
    assert.equal(await again.getByLabel('state').inputValue(), 'degraded');
  }, mode({over})));
}

test('where storage is denied lists narrow all the same', () => opened('during', 'index.html', async page => {
  await page.getByLabel('state').selectOption('healthy');
  await remembered(page);
  assert.ok((await rows(page)).length < 12);
}, mode(), page => page.addInitScript(() => Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('denied', 'SecurityError'); }}))));

for (const hash of ['state=gone', 'q=%E0%A4%A', 'sort=-', 'sort=gone', 'nonsense=1&=&&', 'services', '%']) {
  test(`an address that says nothing to the list shows all of it: #${hash}`, () => opened('during', 'index.html#' + hash, async page => {
    if (hash.startsWith('q=')) await field(page).fill('');
    assert.equal((await rows(page)).length, 12);
  }));
}

test('a count above the list leads to those counted', () => opened('during', 'index.html', async page => {
  const link = page.locator('.sums a', {hasText: 'degraded'}), said = Number(await link.locator('b').innerText());
  await link.click();
  assert.equal((await rows(page)).length, said);
  assert.equal(await page.getByLabel('state').inputValue(), 'degraded');
  assert.ok(await field(page).evaluate(e => e.getBoundingClientRect().top < innerHeight));
}));

test('a heading sorts, once more the other way round, and says so', () => opened('during', 'index.html', async page => {
  const names = () => page.locator('table.list:has(button) tbody th a').allInnerTexts();
  const head = page.locator('th:has(button)').filter({hasText: 'service'});
  const [inOrder, first] = [(await names()).toSorted((a, b) => a.localeCompare(b, 'en')), await names()];
  await head.locator('button').focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(await names(), inOrder);
  assert.equal(await head.getAttribute('aria-sort'), 'ascending');
  await page.keyboard.press('Space');
  assert.deepEqual(await names(), inOrder.toReversed());
  assert.equal(await head.getAttribute('aria-sort'), 'descending');
  await page.locator('th button', {hasText: 'state'}).click();
  assert.deepEqual(await names(), first, 'by state is as the page came: worst first');
  assert.equal(await page.locator('th[aria-sort]').count(), 1);
  await page.locator('th button', {hasText: 'ready'}).click(); // 9 of 10 is less than 2 of 2
  const shares = (await page.locator('td[data-label=ready]').allInnerTexts()).map(t => t.match(/\d+/g)).map(([n, of]) => n / of);
  assert.deepEqual(shares, shares.toSorted((a, b) => a - b));
  assert.ok(shares[0] < 1);
}));

test('on a phone the choices are folded, and a list narrows as well', () => opened('during', 'index.html', async page => {
  assert.ok(await page.getByLabel('state').isHidden());
  await page.locator('.filters summary').click();
  await page.getByLabel('state').selectOption('healthy');
  assert.ok((await rows(page)).length < 12);
  assert.deepEqual(await axe(page), []);
}, mode({size: 'phone', scheme: 'dark'})));

test('without the script there is a list, and nothing that does not work', () => opened('during', 'index.html', async page => {
  assert.ok(await page.locator('.filters').isHidden());
  assert.ok(await page.locator('.find').isHidden());
  assert.equal(await page.locator('table.list').first().locator('tbody tr').count(), 12);
}, mode({js: false})));

test('a list of hundreds narrows, sorts and comes back whole', () => opened('huge', 'systems/shop-tax/index.html', async page => {
  const all = page.locator('table.lean tbody tr'), total = await all.count();
  assert.ok(total > 200, `${total} rows`);
  await page.getByLabel('state').selectOption('degraded');
  assert.ok(await all.count() < total);
  await page.getByLabel('state').selectOption('');
  await page.waitForFunction(n => document.querySelectorAll('table.lean tbody tr').length === n, total);
}));
