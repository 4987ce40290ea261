#!/usr/bin/env bash
# Builds the demo's Markdown, and that of hostile data, with the generators that people use: MkDocs and Hugo as Debian
# has them, and VitePress from npm. None may warn, every link must lead somewhere, and no text may become a program.
set -euo pipefail
cd "$(dirname "$0")"
here=$PWD built=$PWD/built

for program in mkdocs hugo npm; do
  command -v "$program" >/dev/null || { echo "$program is not here: apt-get install --no-install-recommends mkdocs hugo, and Node 20 or newer"; exit 1; }
done
rm -rf built && mkdir built
# Not npm ci: it asks the lock for the compiled parts of every system, and one made on Linux has Linux' alone.
npm install --no-save --prefer-offline --no-audit --no-fund --ignore-scripts
export NO_COLOR=1

(cd ../.. && go build -o "$built/" . ./render/hosts/check && go run ./render/browser/sites "$built/sites" demo hostile)

# What people wrote for the demo, which lies beside the configurations.
cp -R ../../collect/demo/3-after/docs ../../collect/demo/3-after/runbooks built/

# Markdown for a host, from the data of a site.
pages() {
  mkdir -p "$built/$1" && cp -R "$built/sites/$2/data" "$built/$1/data"
  cat >"$built/$1.yaml" <<-END
	apiVersion: plimsoll/v1
	clusters: [{name: recorded, inCluster: true}]
	services: {define: [{name: search, selector: app=search, notes: runbooks/search.md}]}
	site: {title: The shop, formats: [markdown], markdown: {host: $3}, pages: docs}
	END
  "$built/plimsoll" render -c "$built/$1.yaml" -o "$built/$1"
}

# Runs a generator for at most a minute and a half; what it says is a fault, and so is what the check finds.
quiet() {
  local said
  said=$(timeout 90 "$@" 2>&1) || { echo "$said"; echo "failed: $*"; return 1; }
  if grep -iE '\bwarn(ing)?\b|\berror\b|^\(!\)' <<<"$said"; then echo "warned: $*"; return 1; fi
}

build_mkdocs() {
  sed "s/SITE/$1/" mkdocs.yml >built/mkdocs-$1.yml
  quiet mkdocs build --strict -f built/mkdocs-$1.yml
}
build_hugo() {
  quiet hugo --source "$here/hugo" --contentDir "$built/hugo-$1" --destination "$built/out-hugo-$1" \
    --panicOnWarning --printPathWarnings --printI18nWarnings
}
build_vitepress() {
  mkdir -p built/at-$1/.vitepress && cp vitepress.mjs built/at-$1/.vitepress/config.mjs
  PAGES=$built/vitepress-$1 OUT=$built/out-vitepress-$1 quiet node_modules/.bin/vitepress build built/at-$1
}

for site in demo hostile; do
  for host in mkdocs hugo vitepress; do
    pages $host-$site $site $host
    build_$host $site
  done
  built/check -data built/out-mkdocs-$site built/out-hugo-$site
  built/check built/out-vitepress-$site
done
