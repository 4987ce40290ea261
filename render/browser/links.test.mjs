// Every link within a site leads to a file that is there and, where it names one, to a part that is there.
import {test} from 'node:test';
import {Findings} from './lib/findings.mjs';
import {attributes, brokenLinks} from './lib/links.mjs';
import {files, pages, siteNames, text} from './lib/sites.mjs';

for (const site of siteNames) {
  test(`${site}: every link within the site leads somewhere`, () => {
    const names = new Set(files(site)), anchors = new Map(), findings = new Findings();
    const anchorsOf = page => {
      if (!anchors.has(page)) anchors.set(page, new Set(attributes(text(site, page), 'id')));
      return anchors.get(page);
    };
    for (const page of pages(site)) {
      for (const link of brokenLinks(page, text(site, page), names, anchorsOf, `/teams/some%20team/${site}/`)) {
        findings.add(`${site}/${page}`, 'links', `leads nowhere: ${link.slice(0, 200)}`);
      }
    }
    findings.none();
  });
}
