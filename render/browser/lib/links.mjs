// The links of a page, and where they lead.
import {posix} from 'node:path';

const entities = {amp: '&', lt: '<', gt: '>', quot: '"'};
const decode = value => value.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, decimal, hex, name) =>
  name ? entities[name] ?? all : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16)));

/** Values of attributes; our templates always quote them. */
export const attributes = (html, names) =>
  [...html.matchAll(new RegExp(`<[a-z][^>]*?\\s(?:${names})="([^"]*)"`, 'gi'))].map(match => decode(match[1]));

/** Links of a page that stay within the site; base is the path of the site's own address, for the page that climbs by it. */
export function brokenLinks(page, html, names, anchorsOf, base) {
  const broken = [];
  for (const link of new Set(attributes(html, 'href|src'))) {
    if (/^[a-z][a-z0-9+.-]*:/i.test(link)) continue;
    const [path, fragment] = link.split('#');
    let target = page;
    if (path.startsWith('/')) target = base && path.startsWith(base) ? decodeURIComponent(path.slice(base.length)) : undefined;
    else if (path) target = posix.normalize(posix.join(posix.dirname(page), decodeURIComponent(path.split('?')[0])));
    if (target === undefined || !names.has(target)) broken.push(link);
    else if (fragment && target.endsWith('.html') && !anchorsOf(target).has(decodeURIComponent(fragment))) broken.push(link);
  }
  return broken;
}
