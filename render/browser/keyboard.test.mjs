// The keyboard alone: Tab reaches everything in the page's order and shows where it is, Enter and Space unfold, the
// first link skips to the content, and / goes to the search.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, mode, targetsOf} from './lib/browser.mjs';
import {Findings} from './lib/findings.mjs';
import {tabbing} from './lib/looks.mjs';
import {kindOf, oneOfEachKind} from './lib/sites.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const active = page => page.evaluate(() => document.activeElement.outerHTML.slice(0, 80));

for (const m of [mode(), mode({js: false, scheme: 'dark', size: 'phone'})]) {
  test(`Tab reaches everything in order: ${m.js ? 'script' : 'no script'}, ${m.size}`, async () => {
    const findings = new Findings();
    await browser.each(targetsOf(['demo', 'states'], oneOfEachKind), m, async ({page, where, mode}) => {
      await page.bringToFront();
      for (const [what, selector] of await tabbing(page)) findings.add(where, mode, what, selector);
    });
    findings.none();
  });
}

test('the first Tab offers to skip to the content, and Enter does', async () => {
  await browser.each(targetsOf(['demo'], oneOfEachKind), mode({js: false}), async ({page, where}) => {
    await page.keyboard.press('Tab');
    assert.match(await active(page), /href="#main"/, `${where}: the first stop`);
    assert.ok(await page.evaluate(() => document.activeElement.getBoundingClientRect().left >= 0), `${where}: the link is not seen`);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const inside = await page.evaluate(() => document.querySelector('main').contains(document.activeElement));
    const any = await page.evaluate(() => document.querySelector('main :is(a[href], summary, button, input)') !== null);
    assert.ok(inside || !any, `${where}: the next stop is ${await active(page)}`);
  });
});

test('Enter unfolds, and Space folds again', async () => {
  const services = targetsOf(['demo'], site => oneOfEachKind(site).filter(page => kindOf(page) === 'services'));
  await browser.each(services, mode({js: false}), async ({page, where}) => {
    const summary = page.locator('summary:visible').first();
    const open = () => summary.evaluate(e => e.parentElement.open);
    const was = await open();
    await summary.focus();
    await page.keyboard.press('Enter');
    assert.equal(await open(), !was, where);
    await page.keyboard.press('Space');
    assert.equal(await open(), was, where);
  });
});
