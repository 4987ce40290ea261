// Every page at rest, opened in every way: it logs nothing, fails at nothing, asks nothing of any other host, lacks no
// file, and is no wider than its window.
import {after, before, test} from 'node:test';
import {launch, mode, targetsOf} from './lib/browser.mjs';
import {Findings} from './lib/findings.mjs';
import {tooWide, unfold} from './lib/looks.mjs';
import {oneOfEachKind, pages, siteNames} from './lib/sites.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// Every page is opened twice, in the two modes that have nothing in common: unfolded at the widest, the narrowest
// and where columns are closest, and as it comes on a phone. One of each kind is opened in the other modes too.
const every = [mode(), mode({over: 'file', js: false, scheme: 'dark', size: 'phone'})];
const sampled = [mode({js: false}), mode({over: 'file'}), mode({scheme: 'dark', size: 'phone'}), mode({over: 'file', scheme: 'dark', size: 'phone'})];

// These have no kind of page, and hardly a piece of one, that the others have not.
const plain = ['calm', 'empty', 'huge'];

async function rest(findings, {page, events, where, mode: m}, widths) {
  if (widths.length > 1) await unfold(page);
  for (const width of widths) {
    if (width !== page.viewportSize().width) await page.setViewportSize({width, height: 800});
    for (const [what, selector] of await tooWide(page)) findings.add(where, m, what, selector);
  }
  for (const event of events) findings.add(where, m, event);
}

for (const site of siteNames) {
  test(`${site}: every page is quiet and fits`, async () => {
    const findings = new Findings();
    const choose = site === 'during' ? oneOfEachKind : pages; // it is the demo, at another time
    for (const m of site === 'huge' ? every.slice(0, 1) : every) await browser.each(targetsOf([site], choose), m, look => rest(findings, look, site === 'huge' ? [1280] : m.js ? [1280, 1041, 320] : [390]));
    if (!plain.includes(site)) for (const m of sampled) await browser.each(targetsOf([site], oneOfEachKind), m, look => rest(findings, look, [look.page.viewportSize().width]));
    findings.none();
  });
}
