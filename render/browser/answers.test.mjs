// The five questions of a service's owner are answered on the service's page without a click and above the fold, with
// the script and without; from the index it is one click to there.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, mode, targetsOf} from './lib/browser.mjs';
import {Findings} from './lib/findings.mjs';
import {answers} from './lib/looks.mjs';
import {files, pages, text} from './lib/sites.mjs';

const fold = 800; // of 1280 × 800

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const services = site => pages(site).filter(page => page.startsWith('services/'));

/** What the data of a service has to answer with. */
function answerable(site, page) {
  const id = page.replace(/^services\/|\/index\.html$/g, '');
  const snapshot = JSON.parse(text(site, `data/services/${id}.json`));
  const workloads = snapshot.clusters.flatMap(c => c.workloads);
  return [
    'state', 'wrong',
    ...workloads.some(w => w.autoscaler) ? ['headroom'] : [],
    ...workloads.some(w => w.pods.length) ? ['restarts'] : [],
    ...workloads.some(w => w.version) ? ['version'] : [],
    ...files(site).includes(`data/history/${id}.jsonl`) ? ['changed'] : [],
  ];
}

for (const m of [mode(), mode({js: false, scheme: 'dark'})]) {
  test(`the five questions are answered above the fold: ${m.js ? 'script' : 'no script'}`, async () => {
    const findings = new Findings();
    await browser.each(targetsOf(['demo', 'during', 'states', 'calm'], services), m, async ({page, target, where, mode}) => {
      for (const [what, selector] of await answers(page, answerable(target.site, target.page), fold)) findings.add(where, mode, what, selector);
    });
    findings.none();
  });
}

for (const js of [true, false]) {
  test(`from the index every service is one click away: ${js ? 'script' : 'no script'}`, async () => {
    const m = mode({js}), context = await browser.context(m), page = await context.newPage();
    for (const site of ['demo', 'states']) {
      await page.goto(browser.address(site, 'index.html', m));
      const shown = await page.locator('main a[href]:visible').evaluateAll(all => all.map(a => a.getAttribute('href')));
      for (const service of services(site)) assert.ok(shown.includes(service), `${site}/index.html [${m.js ? 'script' : 'no script'}] shows no link to ${service}`);
      await page.locator('main a[href^="services/"]:visible').first().click();
      assert.match(page.url(), /\/services\/.+\/index\.html$/);
      await page.locator('h1').waitFor();
    }
    await context.close();
  });
}
