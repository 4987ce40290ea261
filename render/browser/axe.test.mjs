// Every kind of page, held against the accessibility rules of axe-core with everything unfolded.
import {after, before, test} from 'node:test';
import {launch, mode, targetsOf} from './lib/browser.mjs';
import {Findings} from './lib/findings.mjs';
import {axe, unfold} from './lib/looks.mjs';
import {kindOf, oneOfEachKind, pages, text} from './lib/sites.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// One of each kind in each scheme and size; and as what differs from status to status is shape and colour, every
// service of the states, at the size that each scheme is most at home in. Pages of many clusters or workloads say the
// same again and again, and take seconds each: they are left out.
const many = 200_000;
const states = site => [...new Set([...oneOfEachKind(site), ...pages(site).filter(page => kindOf(page) === 'services')])]
  .filter(page => text(site, page).length < many);
const rounds = [
  ...['light', 'dark'].flatMap(scheme => ['desktop', 'phone'].map(size => [mode({scheme, size}), targetsOf(['demo'], oneOfEachKind)])),
  [mode(), targetsOf(['states', 'calm', 'empty'], states)],
  [mode({scheme: 'dark', size: 'phone'}), targetsOf(['states', 'calm', 'empty'], states)],
];

for (const [m, targets] of rounds) {
  test(`axe finds nothing on ${targets.length} pages: ${m.scheme}, ${m.size}`, async () => {
    const findings = new Findings();
    await browser.each(targets, m, async ({page, where, mode}) => {
      await unfold(page);
      for (const [what, selector] of await axe(page)) findings.add(where, mode, what, selector);
    });
    findings.none();
  });
}
