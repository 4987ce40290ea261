// Takes the pictures of the pages that README and CONTRIBUTING show, from the demo at the height of its story:
//
//     npm run build && node shoot.mjs
//
// The clock stands at two minutes after the run, so that the same pages give the same pictures.
import {statSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {launch, mode} from './lib/browser.mjs';
import {text} from './lib/sites.mjs';

const pictures = [
  {file: 'service.png', page: 'services/checkout/index.html'},
  {file: 'service-dark.png', page: 'services/checkout/index.html', scheme: 'dark'},
  {file: 'index.png', page: 'index.html'},
  {file: 'phone.png', page: 'services/checkout/index.html', size: 'phone'},
];

const shown = 'during';
const now = new Date(Date.parse(JSON.parse(text(shown, 'data/run.json')).finished) + 2 * 60_000);

const browser = await launch();
for (const {file, page: path, ...how} of pictures) {
  const m = mode(how), context = await browser.context(m, m.size === 'desktop' ? {viewport: {width: 1280, height: 900}} : {});
  const page = await context.newPage();
  await page.clock.setFixedTime(now);
  const response = await page.goto(browser.address(shown, path, m));
  if (!response.ok()) throw new Error(`${path}: ${response.status()}`);
  const to = fileURLToPath(new URL(`../../.github/${file}`, import.meta.url));
  await page.screenshot({path: to});
  console.log(`${file}: ${Math.round(statSync(to).size / 1024)} KiB`);
  await context.close();
}
await browser.close();
