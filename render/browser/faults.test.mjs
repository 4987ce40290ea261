// A look that cannot fail proves nothing: into a page that is in order each fault is put by hand, and must be found.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {HtmlValidate} from 'html-validate';
import {launch, mode, watch} from './lib/browser.mjs';
import {axe, blankDrawings, foldedOnPaper, foreign, inkCounter, moves, tabbing, tooWide, turnedRound, unfold} from './lib/looks.mjs';
import {brokenLinks} from './lib/links.mjs';
import config from './htmlvalidate.mjs';

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const style = css => `{ const sheet = new CSSStyleSheet(); sheet.replaceSync(${JSON.stringify(css)}); document.adoptedStyleSheets = [sheet]; }`;
const put = html => `document.querySelector('main').insertAdjacentHTML('afterbegin', ${JSON.stringify(html)})`;
const set = (selector, name, value) => `document.querySelector(${JSON.stringify(selector)}).setAttribute(${JSON.stringify(name)}, ${JSON.stringify(value)})`;

const planted = [
  ['a box that is too wide', put('<div class="quiet">x</div>') + ';' + style('main > .quiet:first-child { width: 1400px }'), tooWide, /120|wider/],
  ['grey on grey', style('main p { color: #bbb }'), axe, /color-contrast/],
  ['a picture without words', put('<svg role="img" width="9" height="9"></svg>'), axe, /svg-img-alt/],
  ['a heading that skips a level', `document.querySelector('h1').insertAdjacentHTML('afterend', '<h6>x</h6>')`, axe, /heading-order/],
  ['buttons that are too small to touch', put('<button class="x">a</button><button class="x">b</button>') + ';' + style('.x { all: unset; display: inline-block; width: 9px; height: 9px }'), axe, /target-size/],
  ['a link that Tab passes over', put('<a href="#main" tabindex="-1" class="x">x</a>') + `; document.querySelector('.x').tabIndex = -1; document.querySelector('.brand').addEventListener('focus', e => e.target.blur())`, tabbing, /Tab/],
  ['a link out of order', set('footer a', 'tabindex', '1'), tabbing, /Tab does not reach it|goes back/],
  ['a focus that is not seen', style(':focus-visible { outline: none !important }'), tabbing, /does not show/],
  ['what is folded away on paper', style('details:not([open])::details-content { content-visibility: hidden !important }'), foldedOnPaper, /folded away/],
  ['what moves', style('summary { transition: color 1s }'), moves, /moves/],
  ['smooth scrolling', style('html { scroll-behavior: smooth }'), moves, /moves/],
  ['a script', put('<b></b>') + `; document.head.append(Object.assign(document.createElement('script'), {type: 'text/plain'}))`, foreign, /scripts/],
  ['a frame', put('<iframe></iframe>'), foreign, /<iframe>/],
  ['a picture', put('<img alt="">'), foreign, /<img>/],
  ['an event handler', put('<b onclick="x()">x</b>'), foreign, /onclick/],
  ['an inline style', put('<b style="">x</b>'), foreign, /style/],
  ['a link that runs', put('<a href=" javascript:x()">x</a>'), foreign, /href is/],
  ['a link with a tab in it', put('<a href="\tjavascript:x()">x</a>'), foreign, /href is/],
  ['an override', put('<p>\u202egpj.exe<b>after it</b></p>') + ';' + style('b { unicode-bidi: normal }'), turnedRound, /turned round|stands before/],
  ['letters from right to left before a number', put('<p><b>שירות</b> 3 of 3</p>') + ';' + style('b { unicode-bidi: normal !important }'), turnedRound, /stands before/],
];

for (const [name, plant, look, expected] of planted) {
  test(`found: ${name}`, async () => {
    const context = await browser.context(mode(), {reducedMotion: 'reduce'});
    const page = await context.newPage();
    await page.goto(browser.address('demo', 'services/search/index.html'));
    if (look === foldedOnPaper) await page.emulateMedia({media: 'print'});
    else if (look !== tabbing) await unfold(page);
    if (look !== axe) assert.deepEqual(await look(page), [], 'before the fault');
    await page.reload();
    await page.evaluate(plant);
    const found = await look(page);
    assert.ok(found.some(([what]) => expected.test(what)), JSON.stringify(found));
    await context.close();
  });
}

test('found: a drawing in the colour of its ground', async () => {
  const context = await browser.context(mode(), {forcedColors: 'active'});
  const inks = await inkCounter(context), page = await context.newPage();
  await page.goto(browser.address('demo', 'services/search/index.html'));
  assert.deepEqual(await blankDrawings(page, inks), []);
  await page.evaluate(style('.pill, .pill .sh { forced-color-adjust: none; color: #fff; background: #fff }'));
  assert.match(String(await blankDrawings(page, inks)), /is blank/);
  await context.close();
});

const caused = [
  ['a message', `console.warn('x')`, /console warning: x/],
  ['an error', `setTimeout(() => { throw new Error('x') })`, /error: x/],
  ['a dialog', `setTimeout(() => alert(1))`, /dialog: 1/],
  ['a request to another host', `new Image().src = 'http://127.0.0.1:9/x.png'`, /Content Security Policy|asks for/],
  ['an inline script', put('<b></b>') + `; document.head.append(Object.assign(document.createElement('script'), {textContent: 'x()'}))`, /Content Security Policy/],
  ['a file that is missing', `document.head.append(Object.assign(document.createElement('link'), {rel: 'stylesheet', href: 'none.css'}))`, /404 for/],
  ['a window', `setTimeout(() => open('about:blank'))`, /opened a window/],
];

for (const [name, cause, expected] of caused) {
  test(`heard: ${name}`, async () => {
    const context = await browser.context(mode());
    const page = await context.newPage(), seen = watch(page);
    seen.begin(browser.address('demo', ''));
    await page.goto(browser.address('demo', 'services/search/index.html'));
    assert.deepEqual(seen.events, []);
    await page.evaluate(cause);
    for (let i = 0; i < 40 && !seen.events.some(event => expected.test(event)); i++) await page.waitForTimeout(25);
    assert.match(seen.events.join('\n'), expected);
    await context.close();
  });
}

test('found: links that lead nowhere', () => {
  const html = '<p><a href="../there/index.html#part">1</a><a href="../there/index.html#none">2</a><a href="gone.html">3</a><a href="/else/x.html">4</a><a href="https://example.com/">5</a><img src="a&amp;b.svg"></p>';
  const home = 'https://a.example/base/', names = new Set(['there/index.html', 'here/a&b.svg']), anchors = () => new Set(['part']);
  assert.deepEqual(brokenLinks('here/index.html', html, names, anchors, home), ['../there/index.html#none', 'gone.html', '/else/x.html']);
  assert.deepEqual(brokenLinks('here/index.md', 'x [1](../there/index.html) [2](gone.md) `[3](none.md)` \\[4\\](none.md)', names, anchors, home), ['gone.md']);
  assert.deepEqual(brokenLinks('sitemap.xml', `<loc>${home}there/</loc><loc>${home}else/</loc>`, names, anchors, home), [`${home}else/`]);
});

test('found: HTML that is none', async () => {
  const validator = new HtmlValidate(config);
  const wrong = async body => (await validator.validateString(`<!doctype html>\n<html lang="en"><head><title>x</title></head><body><h1>x</h1>${body}</body></html>\n`)).results.flatMap(r => r.messages.map(m => m.ruleId));
  assert.deepEqual(await wrong('<p>x</p>'), []);
  assert.ok((await wrong('<p><div>x</div></p>')).length);
  assert.ok((await wrong('<p id="a">x</p><p id="a">y</p>')).includes('no-dup-id'));
  assert.ok((await wrong('<ul><p>x</p></ul>')).includes('element-permitted-content'));
  assert.ok((await wrong('<p style="color: red">x</p>')).length);
});
