// Lists of many services, measured: node huge.mjs FOLDER, where FOLDER is a built site. Prints what its index
// weighs and how long it takes, and ends with 1 where the bounds of 10,000 services are missed.
import {chromium} from 'playwright-core';
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {gzipSync} from 'node:zlib';

const folder = resolve(process.argv[2]);
const most = {bytes: 3_400_000, gzip: 300_000, paint: 1000, keystroke: 100};
const html = readFileSync(`${folder}/index.html`);

/** Runs something in the page, and gives the milliseconds until it is painted. */
const painted = (page, act, argument) => page.evaluate(([source, argument]) => new Promise(done => {
  const from = performance.now();
  Function('argument', source)(argument);
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - from)));
}), [act, argument]);

const typed = `const field = document.querySelector('.filters [name=q]'); field.value = argument; field.dispatchEvent(new Event('input', {bubbles: true}));`;
const sorted = `[...document.querySelectorAll('th button')].find(b => b.textContent === argument).click();`;

const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-background-networking']});

async function measure() {
  const page = await browser.newPage({viewport: {width: 1280, height: 800}});
  await page.goto(pathToFileURL(`${folder}/index.html`).href);
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime);
  const ready = await page.evaluate(() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd);
  const keystrokes = [];
  for (const text of ['s', 'se', 'sea', 'sear', 'se', 's', '']) keystrokes.push(await painted(page, typed, text));
  const sorting = await painted(page, sorted, 'service');
  await page.close();
  const median = keystrokes.toSorted((a, b) => a - b)[keystrokes.length >> 1]; // one of them may meet what else the machine does
  return {paint, ready, keystrokes, sorting, median};
}

// Up to three times: what else a machine does makes it slower, and nothing makes it faster.
let paint, ready, keystrokes, sorting, median;
for (let tries = 0; tries < 3; tries++) {
  ({paint, ready, keystrokes, sorting, median} = await measure());
  if (paint <= most.paint && median <= most.keystroke) break;
}
await browser.close();

const round = n => Math.round(n);
const figures = {
  bytes: html.length, gzip: gzipSync(html).length,
  paint: round(paint), ready: round(ready), keystrokes: keystrokes.map(round), sort: round(sorting),
};
console.log(JSON.stringify(figures));
const missed = [
  figures.bytes > most.bytes && `index.html is ${figures.bytes} bytes, at most ${most.bytes}`,
  figures.gzip > most.gzip && `index.html is ${figures.gzip} bytes as a host packs it, at most ${most.gzip}`,
  paint > most.paint && `first paint after ${figures.paint} ms, at most ${most.paint}`,
  median > most.keystroke && `a keystroke takes ${round(median)} ms, at most ${most.keystroke}`,
].filter(Boolean);
for (const line of missed) console.error(line);
process.exitCode = missed.length ? 1 : 0;
