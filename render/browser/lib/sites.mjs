// What there is to look at: the sites that render/browser/sites wrote, and their pages by kind. Kinds are found by
// walking the folders, so that a new page is looked at before anyone thinks of it.
import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join, relative, sep} from 'node:path';
import {fileURLToPath} from 'node:url';

export const built = process.env.PLIMSOLL_SITES ?? fileURLToPath(new URL('../built', import.meta.url));

if (!existsSync(join(built, 'demo'))) throw new Error(`no sites in ${built}: run "npm run build" first`);

export const siteNames = readdirSync(built).sort();

function memo(make) {
  const made = new Map();
  return key => made.get(key) ?? made.set(key, make(key)).get(key);
}

/** Every file of a site, as a path with slashes. */
export const files = memo(site => {
  const root = join(built, site);
  return readdirSync(root, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join('/'))
    .filter(name => !name.startsWith('.'))
    .sort();
});

/** Every HTML page of a site; of thousands, one of each kind and one in a thousand. */
export function pages(site) {
  const all = htmlOf(site);
  return all.length < 1000 ? all : [...new Set([...oneOfEachKind(site), ...all.filter((page, i) => i % 1000 === 7)])];
}

const htmlOf = memo(site => files(site).filter(name => name.endsWith('.html')));

/** index, 404, services, owners, clusters, rules, and whatever folder comes next. */
export function kindOf(page) {
  const [first, ...rest] = page.split('/');
  return rest.length ? first : first.replace(/\.html$/, '');
}

/** The largest page of each kind: it has the most of what a page of its kind can have. */
export const oneOfEachKind = memo(site => {
  const best = new Map();
  for (const page of htmlOf(site)) {
    const {size} = statSync(join(built, site, page));
    if (!(best.get(kindOf(page))?.size >= size)) best.set(kindOf(page), {page, size});
  }
  return [...best.values()].map(each => each.page);
});

export const text = (site, name) => readFileSync(join(built, site, name), 'utf8');
