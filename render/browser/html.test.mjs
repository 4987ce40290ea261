// Every page of every site is valid HTML, by html-validate and htmlvalidate.mjs.
import {test} from 'node:test';
import {HtmlValidate} from 'html-validate';
import {Findings} from './lib/findings.mjs';
import {pages, siteNames, text} from './lib/sites.mjs';
import config from './htmlvalidate.mjs';

const validator = new HtmlValidate(config);

for (const site of siteNames) {
  test(`${site}: every page is valid HTML`, async () => {
    const findings = new Findings();
    for (const page of pages(site).filter(page => site !== 'huge' || text(site, page).length < 500_000)) { // its lists are the others', longer
      const report = await validator.validateString(text(site, page), page);
      for (const m of report.results.flatMap(result => result.messages)) {
        findings.add(`${site}/${page}`, `line ${m.line}`, `${m.ruleId}: ${m.message.slice(0, 200)}`, m.selector?.slice(0, 160) ?? '');
      }
    }
    findings.none();
  });
}
