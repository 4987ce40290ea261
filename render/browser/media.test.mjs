// Paper, stillness and the reader's own colours.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {launch, mode, targetsOf} from './lib/browser.mjs';
import {Findings} from './lib/findings.mjs';
import {blankDrawings, foldedOnPaper, inkCounter, moves, tooWide, unfold} from './lib/looks.mjs';
import {kindOf, oneOfEachKind, pages} from './lib/sites.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const each = (sites, choose, m, options, look) => async () => {
  const findings = new Findings();
  await browser.each(targetsOf(sites, choose), m, async at => {
    for (const [what, selector] of await look(at.page)) findings.add(at.where, at.mode, what, selector);
  }, options);
  findings.none();
};

test('what is folded stands on paper, as wide as a sheet', each(['demo', 'states'], site => pages(site).filter(page => kindOf(page) === 'services').concat(oneOfEachKind(site)), mode({js: false}), {}, async page => {
  await page.emulateMedia({media: 'print'});
  await page.setViewportSize({width: 718, height: 1047}); // A4 at 96 dpi, less its margins
  const found = [...await foldedOnPaper(page), ...await tooWide(page)];
  await page.emulateMedia({media: null});
  return found;
}));

const sheets = async page => (await page.pdf({format: 'A4', printBackground: true})).toString('latin1').match(/\/Type\s*\/Page\b/g).length;

test('a service takes few sheets, and what the reader unfolds is printed too', async () => {
  const services = targetsOf(['demo', 'during'], site => pages(site).filter(page => kindOf(page) === 'services'));
  let more = 0;
  await browser.each(services, mode(), async ({page, where}) => {
    const folded = await sheets(page);
    await unfold(page);
    const unfolded = await sheets(page);
    assert.ok(folded <= 3, `${where} takes ${folded} sheets`);
    more += unfolded - folded;
  });
  assert.ok(more > services.length, `only ${more} sheets more for ${services.length} services`);
});

test('nothing moves where the reader asked for stillness',
  each(['demo', 'states'], oneOfEachKind, mode(), {reducedMotion: 'reduce'}, moves));

for (const scheme of ['light', 'dark']) {
  test(`every drawing is seen in the reader's own colours: ${scheme}`, async () => {
    const context = await browser.context(mode());
    const inks = await inkCounter(context), seen = new Set();
    await each(['demo', 'states'], oneOfEachKind, mode({scheme}), {forcedColors: 'active'}, async page => {
      await unfold(page);
      return blankDrawings(page, inks, seen);
    })();
    assert.ok(seen.size > 12, `only ${[...seen]} were drawn`);
    await context.close();
  });
}
