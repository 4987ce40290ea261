// What is looked at on an open page. Each look gives back what is wrong, as [what, selector] pairs.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens everything that is folded: what is hidden is not looked at. */
export const unfold = page => page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));

/** How an element can be found again: its way down from the last id. */
export const pathOf = `element => {
  const steps = [];
  for (let e = element; e && e !== document.body; e = e.parentElement) {
    if (e.id) { steps.unshift('#' + e.id.slice(0, 40)); break; }
    const name = e.classList[0] ? '.' + e.classList[0] : '';
    steps.unshift(e.tagName.toLowerCase() + name);
  }
  return steps.slice(-6).join(' > ');
}`;

/** No page is wider than its window. */
export async function tooWide(page) {
  return page.evaluate(`(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const pathOf = ${pathOf};
    let worst = null, reach = room + 1;
    for (const e of document.querySelectorAll('body *')) {
      const right = e.getBoundingClientRect().right;
      if (right > reach) { reach = right; worst = e; }
    }
    return [['is ' + (document.documentElement.scrollWidth - room) + ' px wider than ' + room, worst ? pathOf(worst) : '']];
  })()`);
}

/**
 * What axe-core holds against the page, by the rules of WCAG 2.2 A and AA and by best practice. None is left out.
 */
export async function axe(page) {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const result = await axe.run(document, {preload: false, resultTypes: ['violations'], runOnly: {type: 'tag', values: tags}});
    return result.violations.flatMap(v => v.nodes.map(n => [
      `axe ${v.id} (${v.impact}): ${(n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? v.help}`, n.target.join(' '),
    ]));
  });
}
