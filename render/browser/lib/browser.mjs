// The browser, and the ways in which a page is opened in it.
import {chromium} from 'playwright-core';
import {pathToFileURL} from 'node:url';
import {join} from 'node:path';
import {serve} from './server.mjs';
import {built} from './sites.mjs';

export const sizes = {desktop: {width: 1280, height: 800}, phone: {width: 390, height: 844}};

/** A mode is how a page is opened; its words stand in what is reported. */
export const mode = (over = {}) => ({over: 'http', js: true, scheme: 'light', size: 'desktop', ...over});
export const words = m => `${m.over}, ${m.js ? 'script' : 'no script'}, ${m.scheme}, ${m.size}`;

/** Starts Chromium and the server of the sites. */
export async function launch() {
  const server = await serve();
  const chrome = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'],
  });
  return new Browser(chrome, server);
}

class Browser {
  constructor(chrome, server) {
    Object.assign(this, {chrome, server});
  }

  /** The address of a page of a site. */
  address(site, page, m = mode()) {
    const path = page.split('/').map(encodeURIComponent).join('/');
    return m.over === 'file' ? `${pathToFileURL(join(built, site))}/${path}` : `${this.server.base}${site}/${path}`;
  }

  /** A context of a mode: storage, size and scheme of its own. A machine that is busy with other things is given time. */
  async context(m, options = {}) {
    const context = await this.chrome.newContext({viewport: sizes[m.size], colorScheme: m.scheme, javaScriptEnabled: m.js, ...options});
    context.setDefaultTimeout(90_000);
    return context;
  }

  /** Opens pages in one context of a mode, a few at a time, and calls look for each; events are what a page caused. */
  async each(targets, m, look, options = {}) {
    const context = await this.context(m, options);
    const queue = targets.slice();
    const work = async () => {
      const page = await context.newPage();
      const seen = watch(page);
      for (let target; (target = queue.shift()); ) {
        if (target.page === '404.html' && m.over === 'file') continue; // only a server sends it
        const address = this.address(target.site, target.page, m);
        seen.begin(this.address(target.site, '', m));
        if (page.viewportSize().width !== sizes[m.size].width) await page.setViewportSize(sizes[m.size]);
        await page.goto(address, {waitUntil: 'load'});
        await look({page, target, address, events: seen.events, where: `${target.site}/${target.page}`, mode: words(m)});
      }
    };
    await Promise.all([work(), work()]);
    await context.close();
  }

  async close() {
    await this.chrome.close();
    await this.server.close();
  }
}

/** Every page of the sites as a target. */
export const targetsOf = (sites, choose) => sites.flatMap(site => choose(site).map(page => ({site, page})));

/** Gathers what a page does that it should not: what it logs, what fails in it, what it asks of whom. */
export function watch(page) {
  const seen = {events: [], home: '', begin(home) { seen.home = home; seen.events = []; }};
  const say = text => seen.events.push(text);
  page.on('console', message => say(`console ${message.type()}: ${message.text()}`));
  page.on('pageerror', error => say(`error: ${error.message}`));
  page.on('dialog', dialog => { say(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on('popup', () => say('opened a window'));
  page.on('request', request => { if (!request.url().startsWith(seen.home)) say(`asks for ${request.url().slice(0, 120)}`); });
  page.on('requestfailed', request => {
    const why = request.failure()?.errorText;
    if (why !== 'net::ERR_ABORTED') say(`cannot load ${request.url().slice(-120)}: ${why}`); // aborted: by going on to the next page
  });
  page.on('response', response => { if (response.status() >= 400) say(`${response.status()} for ${response.url().slice(-120)}`); });
  return seen;
}
