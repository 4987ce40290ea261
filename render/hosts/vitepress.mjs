// The configuration of VitePress, as the README shows it; build.sh names the pages and where the site goes.
import {readFileSync} from 'node:fs';

const {PAGES, OUT} = process.env;

export default {
  title: 'The shop',
  srcDir: PAGES,
  outDir: OUT,
  cacheDir: OUT + '.cache',
  themeConfig: {sidebar: JSON.parse(readFileSync(PAGES + '/sidebar.json', 'utf8'))},
  vite: {build: {chunkSizeWarningLimit: 10_000}}, // the hostile pages are as large as they can be
};
