// Every kind of page, held against the accessibility rules of axe-core with everything unfolded.
import {after, before, test} from 'node:test';
import {launch, mode, targetsOf} from './lib/browser.mjs';
import {Findings} from './lib/findings.mjs';
import {axe, unfold} from './lib/looks.mjs';
import {files, kindOf, oneOfEachKind, pages, text} from './lib/sites.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// One of each kind in each scheme and size; and as what differs from status to status is shape and colour, every
// service of the states, at the size that each scheme is most at home in. Pages of many clusters or workloads say the
// same again and again and take seconds each, so they are looked at once, where room is scarcest; and so is a list of
// hundreds of services, the shortest there is. Longer lists, up to the ten thousand of the huge site's index, are left
// out: they are the same rows by the same code, and axe takes minutes for them.
const many = 200_000;
const isMany = page => text('states', page).length >= many;
const states = site => [...new Set([...oneOfEachKind(site), ...pages(site).filter(page => kindOf(page) === 'services')])];
const rounds = [
  ...['light', 'dark'].flatMap(scheme => ['desktop', 'phone'].map(size => [mode({scheme, size}), targetsOf(['demo'], oneOfEachKind)])),
  [mode(), targetsOf(['states', 'calm', 'empty'], states).filter(({site, page}) => site !== 'states' || !isMany(page))],
  [mode({scheme: 'dark', size: 'phone'}), [...targetsOf(['states', 'calm', 'empty'], states), ...targetsOf(['huge'], shortestList)]],
];

function shortestList(site) {
  const lists = files(site).filter(page => /^(owners|systems|clusters)\/.*\.html$/.test(page) && text(site, page).includes('stack lean"'));
  return lists.sort((a, b) => text(site, a).length - text(site, b).length).slice(0, 1);
}

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
