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

/**
 * What Tab reaches, against what there is to reach: every link, button, field and summary that is shown, in the order
 * of the page, each showing that it has the focus. Boxes that scroll take the focus too, and are passed over.
 */
export async function tabbing(page) {
  const wanted = await page.evaluate(`(() => {
    const pathOf = ${pathOf};
    return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
      .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0)
      .map((e, i) => { e.dataset.tab = i; return pathOf(e); });
  })()`);
  const found = [];
  let last = -1;
  for (let presses = 0; presses < 2 * wanted.length && last < wanted.length - 1; presses++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(focused);
    if (at.id === undefined) continue;
    if (!at.marked) found.push(['does not show that it has the focus', wanted[at.id]]);
    if (at.id <= last) { found.push(['Tab goes back to it', wanted[at.id]]); break; }
    for (let missed = last + 1; missed < at.id; missed++) found.push(['Tab does not reach it', wanted[missed]]);
    last = at.id;
  }
  if (last < wanted.length - 1 && found.length === 0) found.push(['Tab does not reach it', wanted[last + 1]]);
  return found;
}

const focused = () => {
  const e = document.activeElement, s = getComputedStyle(e);
  return {
    id: e.dataset.tab && Number(e.dataset.tab),
    marked: e.matches(':focus-visible') && s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1,
  };
};

/**
 * What is folded is shown on paper all the same: nobody can unfold it there. Two things stay as the reader left them, or a
 * service would take six sheets where it takes two: a workload's own tables, whose summary says how it is, and the
 * lines that a rule is tuned with. What is no part of the printed page, like the filters of a list, is no part of this.
 */
export async function foldedOnPaper(page) {
  return page.evaluate(`(() => {
    const pathOf = ${pathOf};
    return [...document.querySelectorAll('details:not(.fold, .rule details) > :not(summary)')]
      .filter(e => e.textContent.trim() && e.parentElement.checkVisibility() && !(e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().height > 0))
      .map(e => ['is folded away on paper', pathOf(e)]);
  })()`);
}

/** Nothing moves for those who asked for stillness. */
export async function moves(page) {
  return page.evaluate(`(() => {
    const pathOf = ${pathOf}, found = [];
    for (const e of document.querySelectorAll('*')) for (const part of [null, '::before', '::after']) {
      const s = getComputedStyle(e, part);
      const lasts = s.transitionDuration.split(',').concat(s.animationDuration.split(',')).some(t => parseFloat(t) > 0.01);
      if (lasts || s.scrollBehavior === 'smooth') found.push(['moves' + (part ? ' (' + part + ')' : ''), pathOf(e)]);
    }
    return found;
  })()`);
}

/**
 * Every drawing has at least two inks where the reader's own colours replace ours: else nothing is to be seen. Those
 * that were seen are not looked at again.
 */
export async function blankDrawings(page, inks, seen = new Set()) {
  const found = [];
  const names = await page.locator('svg:not(.sprite)').evaluateAll(all => all.map(e =>
    e.checkVisibility() ? (e.classList[0] ?? 'svg') + (e.querySelector('use')?.getAttribute('href') ?? '') : ''));
  for (const [i, name] of names.entries()) {
    if (!name || seen.has(name)) continue;
    seen.add(name);
    const drawing = page.locator('svg:not(.sprite)').nth(i);
    if (await inks(await drawing.screenshot()) < 2) found.push([`the drawing ${name} is blank`, await drawing.evaluate(`(${pathOf})`)]);
  }
  return found;
}

/** Counts the colours of a picture, in a page of its own. */
export async function inkCounter(context) {
  const desk = await context.newPage();
  return png => desk.evaluate(async data => {
    const picture = await createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    canvas.drawImage(picture, 0, 0);
    const pixels = new Uint32Array(canvas.getImageData(0, 0, picture.width, picture.height).data.buffer);
    return new Set(pixels).size;
  }, png.toString('base64'));
}

/**
 * What an attack may have left in the page: anything that runs, loads or leads elsewhere than our own templates do.
 */
export async function foreign(page) {
  return page.evaluate(`(() => {
    const pathOf = ${pathOf}, found = [];
    const say = (what, e) => found.push([what, pathOf(e)]);
    const scripts = [...document.scripts].map(e => e.getAttribute('src')?.replace(/^(\\/teams\\/some%20team\\/\\w+\\/|(\\.\\.\\/)*)/, ''));
    if (String(scripts) !== 'plimsoll.js,data/run.js') found.push(['has the scripts ' + scripts, '']);
    for (const e of document.querySelectorAll('iframe, frame, object, embed, applet, base, form, style, img, video, audio, math, foreignObject, template, portal')) say('has a <' + e.localName + '>', e);
    for (const e of document.querySelectorAll('meta[http-equiv]:not([http-equiv="Content-Security-Policy"])')) say('has a meta ' + e.httpEquiv, e);
    for (const e of document.querySelectorAll('*')) for (const a of e.attributes) {
      const drawn = e.matches('div.use') && /^--u: ?\\d+%; ?--r: ?-?[\\d.]+%;?$/.test(a.value); // how much is used, by our script
      if (/^on/i.test(a.name) || (a.name === 'style' && !drawn) || a.name === 'srcdoc' || a.name === 'autofocus') say('has the attribute ' + a.name, e);
      if (/^(href|src|action|formaction|xlink:href|data|ping)$/i.test(a.name) && /^[\\s\\0-\\x20]*(javascript|data|vbscript|blob|file):/i.test(a.value)) say(a.name + ' is ' + a.value.slice(0, 60), e);
    }
    return found;
  })()`);
}

/**
 * Text that is written from right to left, or says that it were, stays in its own element: what stands beside it on
 * the same line still runs from left to right, letter by letter and piece by piece.
 */
export async function turnedRound(page) {
  return page.evaluate(`(() => {
    const pathOf = ${pathOf}, found = [], turns = /[\\u0590-\\u08ff\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\u061c]/;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
    const blockOf = e => { while (getComputedStyle(e).display === 'inline') e = e.parentElement; return e; };
    let before;
    for (let node; (node = walker.nextNode()); ) {
      const boxOf = (from, to) => { range.setStart(node, from); range.setEnd(node, to); return range.getBoundingClientRect(); };
      const signs = node.parentElement.checkVisibility() ? [...node.data.matchAll(/[A-Za-z0-9]/g)].slice(0, 12) : [];
      const spots = turns.test(node.data) ? [boxOf(0, node.length)].filter(box => box.height < 30) /* on one line */ : signs.map(sign => boxOf(sign.index, sign.index + 1));
      const block = spots.length && blockOf(node.parentElement), say = what => found.push([what + node.data.trim().slice(0, 40), pathOf(node.parentElement)]);
      const back = (a, b) => a.width && b.width && a.top === b.top && b.left < a.left;
      if (spots.some((spot, i) => i > 0 && back(spots[i - 1], spot))) say('is turned round: ');
      else if (before?.block === block && spots.length && back(before.spot, spots[0])) say('stands before what it follows: ');
      if (spots.length) before = {block, spot: spots.at(-1)};
    }
    return found;
  })()`);
}

/** Each question has an answer that is seen, says something, and stands wholly above the fold. */
export async function answers(page, questions, fold) {
  return page.evaluate(([questions, fold]) => questions.flatMap(question => {
    const all = [...document.querySelectorAll(`[data-answer~="${question}"]`)];
    const seen = all.filter(e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && (e.textContent.trim() || e.querySelector('svg')));
    const bottoms = seen.map(e => e.getBoundingClientRect()).filter(box => box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth).map(box => Math.round(box.bottom + scrollY));
    if (bottoms.some(bottom => bottom <= fold)) return [];
    return [[bottoms.length ? `answers "${question}" only down to ${Math.min(...bottoms)} px, below the fold` : `does not answer "${question}"`, `[data-answer~="${question}"]`]];
  }), [questions, fold]);
}
