// A service is found from any page by the keyboard alone: / goes to the field, arrows go through what is found, Enter
// goes there, and Escape goes back.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, mode, targetsOf, watch} from './lib/browser.mjs';
import {axe} from './lib/looks.mjs';
import {oneOfEachKind, text} from './lib/sites.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const field = page => page.locator('.find input');
const hasFocus = locator => locator.evaluate(e => e === document.activeElement);
const found = page => page.locator('.find li');

async function opened(site, path, look, m = mode()) {
  const context = await browser.context(m), page = await context.newPage(), seen = watch(page);
  seen.begin(browser.address(site, '', m));
  await page.goto(browser.address(site, path, m));
  await look(page, seen);
  assert.deepEqual(seen.events, []);
  await context.close();
}

for (const m of [mode(), mode({over: 'file', size: 'phone', scheme: 'dark'})]) {
  test(`from every kind of page: / and a name and Enter: ${m.over}, ${m.size}`, async () => {
    await browser.each(targetsOf(['demo'], oneOfEachKind), m, async ({page, where, events}) => {
      await page.keyboard.press('/');
      assert.ok(await hasFocus(field(page)), `${where}: the field has not the focus`);
      await page.keyboard.type('checko');
      await found(page).first().waitFor();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/services\/checkout\/index\.html$/);
      assert.equal(await page.locator('h1').evaluate(e => e.firstChild.textContent.trim()), 'Checkout', where);
      assert.deepEqual(events, where.endsWith('404.html') ? events.filter(e => /^404 for|status of 404/.test(e)) : [], where);
    });
  });
}

test('arrows go through what is found, and round', () => opened('demo', 'index.html', async page => {
  await page.keyboard.press('/');
  await page.keyboard.type('shop');
  await found(page).nth(2).waitFor();
  const links = page.locator('.find a'), last = await links.count() - 1;
  await page.keyboard.press('ArrowDown');
  assert.ok(await hasFocus(links.first()));
  await page.keyboard.press('ArrowUp');
  assert.ok(await hasFocus(field(page)));
  await page.keyboard.press('ArrowUp');
  assert.ok(await hasFocus(links.nth(last)));
  await page.keyboard.press('ArrowDown');
  assert.ok(await hasFocus(field(page)));
  assert.equal(await page.locator('.find output').innerText(), '11 found');
  assert.deepEqual(await axe(page), []);
  await links.nth(last).click(); // eight are shown, and the way to all of them
  await page.waitForURL(/index\.html#q=shop$/);
  assert.equal(await page.locator('.filters [name=q]').inputValue(), 'shop');
}));

test('Escape empties the field and closes the list, and once more leaves it', () => opened('demo', 'services/checkout/index.html', async page => {
  await page.keyboard.press('/');
  await page.keyboard.type('cart');
  await found(page).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  assert.equal(await found(page).count(), 0);
  assert.equal(await field(page).inputValue(), '');
  assert.ok(await hasFocus(field(page)), 'from what is found back to the field');
  await page.keyboard.press('Escape');
  assert.ok(!await hasFocus(field(page)));
  await page.keyboard.press('/');
  assert.ok(await hasFocus(field(page)), 'and in again');
}));

test('what is found goes when the focus goes', () => opened('demo', 'rules/index.html', async page => {
  await page.keyboard.press('/');
  await page.keyboard.type('cart');
  await found(page).first().waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await found(page).count(), 1, 'the next stop is what was found');
  await page.keyboard.press('Tab');
  assert.equal(await found(page).count(), 0);
}));

test('a stroke is a letter where people write', () => opened('demo', 'index.html', async page => {
  await page.keyboard.press('/');
  await page.keyboard.type('platform/log');
  await found(page).first().waitFor();
  assert.equal(await field(page).inputValue(), 'platform/log');
  assert.match(await found(page).first().innerText(), /log-shipper/);
  await page.locator('.filters [name=q]').focus();
  await page.keyboard.type('a/b');
  assert.equal(await page.locator('.filters [name=q]').inputValue(), 'a/b');
}));

test('nothing is found, and it says so; nothing is asked for before somebody searches', () => opened('demo', 'index.html', async page => {
  const asked = [];
  page.on('request', request => asked.push(request.url()));
  await page.reload();
  assert.ok(!asked.some(url => url.endsWith('search.js')), String(asked));
  await page.keyboard.press('/');
  await page.keyboard.type('zzz');
  await page.locator('.find output', {hasText: 'none found'}).waitFor();
  assert.ok(asked.some(url => url.endsWith('search.js')));
}));

test('one of ten thousand is found', () => opened('huge', 'rules/index.html', async page => {
  const {id} = JSON.parse(text('huge', 'data/index.json')).services[7777];
  await page.keyboard.press('/');
  await page.keyboard.type(id.replace('/', ' '));
  await found(page).first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/services/${id}/index.html`);
}));
