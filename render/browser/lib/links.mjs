// The links of a file, and where they lead.
import {posix} from 'node:path';

const entities = {amp: '&', lt: '<', gt: '>', quot: '"'};
const decode = value => value.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, decimal, hex, name) =>
  name ? entities[name] ?? all : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16)));

/** Values of attributes; our templates always quote them. */
export const attributes = (html, names) =>
  [...html.matchAll(new RegExp(`<[a-z][^>]*?\\s(?:${names})="([^"]*)"`, 'gi'))].map(match => decode(match[1]));

/** What a file links to, by what it is: HTML, a feed or a drawing, a map of the site, Markdown. */
export function linksOf(name, text) {
  if (!name.endsWith('.md')) return [...attributes(text, 'href|src'), ...[...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map(match => decode(match[1]))];
  const prose = text.replace(/^```[^]*?^```/gm, '').replace(/(`+)[^]*?\1/g, '');
  return [...prose.matchAll(/(?<!\\)\]\(([^()\s]+)\)/g)].map(match => match[1]);
}

/** Links of a file that stay within the site, by a relative way or by its own address, and lead nowhere. */
export function brokenLinks(name, text, names, anchorsOf, home) {
  const base = new URL(home).pathname;
  return [...new Set(linksOf(name, text))].filter(link => {
    const near = link.startsWith(home) ? base + link.slice(home.length) : link;
    if (/^[a-z][a-z0-9+.-]*:/i.test(near)) return false;
    const [way, fragment] = near.split('#'), path = decodeURIComponent(way.split('?')[0]);
    let target = name;
    if (path.startsWith('/')) {
      if (!way.startsWith(base)) return true;
      target = path.slice(decodeURIComponent(base).length);
    } else if (path) target = posix.join(posix.dirname(name), path);
    if (target === '' || target.endsWith('/')) target += 'index.html';
    if (!names.has(target)) return true;
    return fragment && target.endsWith('.html') && !anchorsOf(target).has(decodeURIComponent(fragment));
  });
}
