// Every kind of page, held against the accessibility rules of axe-core with everything unfolded.
import {after, before, test} from 'node:test';
import {launch, mode, targetsOf} from './lib/browser.mjs';
import {Findings} from './lib/findings.mjs';
import {axe, unfold} from './lib/looks.mjs';
import {oneOfEachKind, pages} from './lib/sites.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// One of each kind in each scheme and size; what differs from status to status is colour and shape, so all pages of
// the states once in each scheme.
const rounds = [
  ...['light', 'dark'].flatMap(scheme => ['desktop', 'phone'].map(size => [mode({scheme, size}), targetsOf(['demo', 'during'], oneOfEachKind)])),
  [mode(), targetsOf(['states', 'calm', 'empty'], pages)],
  [mode({scheme: 'dark', size: 'phone'}), targetsOf(['states', 'calm', 'empty'], pages)],
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
