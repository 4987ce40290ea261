// Text from a cluster, a catalog or a configuration stays text, whatever it says. That nothing is asked of another
// host, no dialog opens and no page grows is seen where every page is at rest (rest.test.mjs).
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, mode, targetsOf} from './lib/browser.mjs';
import {Findings} from './lib/findings.mjs';
import {foreign, turnedRound, unfold} from './lib/looks.mjs';
import {files, oneOfEachKind, pages, text} from './lib/sites.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

for (const [m, choose] of [[mode(), pages], [mode({over: 'file', js: false, size: 'phone'}), oneOfEachKind]]) {
  test(`nothing foreign is in hostile pages: ${m.over}, ${m.js ? 'script' : 'no script'}`, async () => {
    const findings = new Findings();
    await browser.each(targetsOf(['hostile'], choose), m, async ({page, where, mode, events}) => {
      await unfold(page);
      for (const [what, selector] of [...await foreign(page), ...await turnedRound(page)]) findings.add(where, mode, what, selector);
      await page.locator('body').dispatchEvent('mouseover');
      for (const event of events) findings.add(where, mode, event);
    });
    findings.none();
  });
}

test('an attack is read as it was written', async () => {
  const shown = s => s.replace(/\s+/g, ' ').replace(/[\0\u202a-\u202e\u2066-\u2069]/g, '\ufffd').trim();
  const services = pages('hostile').filter(page => page.startsWith('services/'));
  assert.ok(services.length > 10, 'the hostile site has services');
  await browser.each(services.map(page => ({site: 'hostile', page})), mode(), async ({page, where}) => {
    const id = where.split('/').at(-2);
    const snapshot = JSON.parse(text('hostile', `data/services/${id}.json`));
    const attack = shown(snapshot.clusters[0].workloads[0].namespace);
    const said = shown(await page.evaluate(() => document.body.textContent));
    assert.ok(said.includes(attack), `${where} does not say ${attack.slice(0, 60)}`);
  });
});

test('feeds, drawings and the map of a hostile site are well-formed, and hold nothing that runs', async () => {
  const context = await browser.context(mode()), page = await context.newPage(), findings = new Findings();
  for (const name of files('hostile').filter(name => /\.(xml|atom|svg)$/.test(name))) {
    const wrong = await page.evaluate(source => {
      const tree = new DOMParser().parseFromString(source, 'application/xml');
      const broken = tree.querySelector('parsererror')?.textContent;
      const runs = [...tree.querySelectorAll('*')].find(e => e.localName === 'script' || e.localName === 'foreignObject' || [...e.attributes].some(a => /^on/i.test(a.name) || (/href|src/i.test(a.name) && /^\s*javascript:/i.test(a.value))));
      return broken ?? runs?.outerHTML;
    }, text('hostile', name));
    if (wrong) findings.add(`hostile/${name}`, 'XML', wrong.slice(0, 200));
  }
  await context.close();
  findings.none();
});
