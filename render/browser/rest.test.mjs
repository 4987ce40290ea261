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

// Every page is opened twice, in the two modes that have nothing in common; one of each kind in the others too.
const every = [mode(), mode({over: 'file', js: false, scheme: 'dark', size: 'phone'})];
const sampled = [
  mode({js: false}), mode({over: 'file'}), mode({scheme: 'dark', size: 'phone'}),
  mode({over: 'file', scheme: 'dark'}), mode({over: 'file', size: 'phone'}), mode({js: false, size: 'phone'}),
];
const widths = [1280, 390, 320];

async function rest(findings, {page, events, where, mode: m}, unfolded) {
  if (unfolded) await unfold(page);
  for (const width of widths) {
    await page.setViewportSize({width, height: 800});
    for (const [what, selector] of await tooWide(page)) findings.add(where, m, what, selector);
  }
  for (const event of events) findings.add(where, m, event);
}

for (const site of siteNames) {
  test(`${site}: every page is quiet and fits`, async () => {
    const findings = new Findings();
    for (const m of every) await browser.each(targetsOf([site], pages), m, look => rest(findings, look, m.js));
    for (const m of sampled) await browser.each(targetsOf([site], oneOfEachKind), m, look => rest(findings, look, true));
    findings.none();
  });
}
