// A web server on loopback that serves the sites below a path of their own, as a Git host does.
import {createServer} from 'node:http';
import {readFile, stat} from 'node:fs/promises';
import {extname, join} from 'node:path';
import {built} from './sites.mjs';

const below = '/teams/some%20team/';
const types = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.svg': 'image/svg+xml', '.md': 'text/markdown; charset=utf-8', '.xml': 'application/atom+xml',
};

/** Starts the server; base is the address of the folder of sites. */
export async function serve() {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://loopback').pathname;
    if (!path.startsWith(below)) return response.writeHead(404).end();
    const [site, ...rest] = decodeURIComponent(path.slice(below.length)).split('/');
    let file = join(built, site, ...rest.filter(part => part !== '..'));
    try {
      if ((await stat(file)).isDirectory()) {
        if (!path.endsWith('/')) return response.writeHead(301, {location: path + '/'}).end();
        file = join(file, 'index.html');
      }
      response.writeHead(200, {'content-type': types[extname(file)] ?? 'application/octet-stream'}).end(await readFile(file));
    } catch {
      const lost = await readFile(join(built, site, '404.html')).catch(() => 'not found');
      response.writeHead(404, {'content-type': types['.html']}).end(lost);
    }
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${server.address().port}${below}`;
  return {base, close: () => new Promise(done => server.close(done).closeAllConnections?.())};
}
