// Every link of pages, feeds, drawings and Markdown within a site leads to a file that is there and, where it names one, to a part that is there.
import {test} from 'node:test';
import {Findings} from './lib/findings.mjs';
import {attributes, brokenLinks} from './lib/links.mjs';
import {files, siteNames, text} from './lib/sites.mjs';

// Whether hostile Markdown has links that were not meant is the renderer's own test: it asks a Markdown parser.
const linking = site => files(site).filter(name => /\.(html|xml|atom|svg)$/.test(name) || (name.endsWith('.md') && site !== 'hostile'));

for (const site of siteNames) {
  test(`${site}: every link within the site leads somewhere`, () => {
    const names = new Set(files(site)), anchors = new Map(), findings = new Findings();
    const anchorsOf = page => {
      if (!anchors.has(page)) anchors.set(page, new Set(attributes(text(site, page), 'id')));
      return anchors.get(page);
    };
    for (const name of linking(site)) {
      for (const link of brokenLinks(name, text(site, name), names, anchorsOf, `https://shop.example/teams/some%20team/${site}/`)) {
        findings.add(`${site}/${name}`, 'links', `leads nowhere: ${link.slice(0, 200)}`);
      }
    }
    findings.none();
  });
}
