// Pages need no script. With it times are told from now, lists sorted and filtered, services found.
const root = document.documentElement, home = document.currentScript.src.replace(/plimsoll\.js.*/, "");
const one = (css, at = document) => at.querySelector(css);
const all = (css, at = document) => [...at.querySelectorAll(css)];
const words = text => text.toLowerCase().split(/[\s/]+/).filter(Boolean);

function element(tag, properties, ...children) {
	const made = Object.assign(document.createElement(tag), properties);
	made.append(...children);
	return made;
}

// Storage may be denied.
function stored(name, value) {
	name = "plimsoll-" + name;
	try { return (value === undefined ? localStorage[name] : localStorage[name] = value) || ""; } catch { return ""; }
}

root.dataset.theme = stored("theme");
function themes(button) {
	button.hidden = false;
	button.onclick = () => {
		const other = matchMedia("(prefers-color-scheme: dark)").matches ? "light" : "dark";
		stored("theme", root.dataset.theme = root.dataset.theme === other ? "" : other);
	};
}

// Beyond a month dates say more.
function tellTimes(now) {
	for (const t of all("time[datetime]")) {
		const seconds = (now - Date.parse(t.dateTime)) / 1000;
		if (!(seconds >= 0 && seconds < 31 * 86400)) continue;
		t.title ||= t.textContent;
		if (t.className === "day") t.textContent = seconds < 86400 ? "today" : seconds < 172800 ? "yesterday" : t.title;
		else t.textContent = t.className === "since" ? "for " + (span(seconds) || "a moment") : ago(seconds);
	}
}
function span(seconds) {
	for (const [unit, each] of [["day", 86400], ["hour", 3600], ["minute", 60]]) {
		const n = Math.floor(seconds / each);
		if (n > 0) return n + " " + unit + (n > 1 ? "s" : "");
	}
}
const ago = seconds => span(seconds) ? span(seconds) + " ago" : "just now";

// Of the last run, whose clock may be ahead.
function freshness(at, now) {
	const run = window.plimsollRun, finished = Date.parse(run?.finished), age = (now - finished) / 1000;
	if (!finished || !run.clusters) return at.textContent = "not known when this was checked";
	const names = at.dataset.clusters, clusters = run.clusters.filter(c => !names || JSON.parse(names).includes(c.name));
	const read = clusters.filter(c => c.state === "ok").length;
	at.title = new Date(finished).toUTCString();
	at.textContent = `checked ${age < -300 ? at.title : ago(age)} · ` + (clusters.length === 1 ? `cluster ${read ? "" : "not "}read` : `${read} of ${clusters.length} clusters read`);
	at.classList.toggle("warn", read < clusters.length);
	// A scheduler may be late by as much again, or by an hour.
	let every = 0;
	for (const [, n, unit] of (run.every || "").matchAll(/([\d.]+)([hms])/g)) every += n * { h: 3600, m: 60, s: 1 }[unit];
	if (!every || age < every + Math.max(every, 3600)) return;
	if (!one(".banner")) document.body.prepend(element("div", { className: "banner", role: "status" }));
	one(".banner").textContent = `This page was last checked ${ago(age)}, though every ${span(every)} is promised. What it shows may be out of date.`;
}

// What is used, against what the page says.
function usage(box) {
	const used = ((window.plimsollRun?.usage || "").split(`\n${box.dataset.of}\t`)[1] || "").split("\n", 1)[0].split("\t");
	for (const at of all("[data-use]", box)) {
		const { use, request, limit } = at.dataset, value = used[used.indexOf(use.slice(1)) - use[0]];
		if (!value) continue;
		const share = Math.round(100 * parseFloat(value) / (limit || request)), known = share >= 0;
		const said = `${share} % of ${limit ? "limit" : "request"}`, risk = use > "2" ? " ▲ throttled" : " ▲ OOM risk";
		const bar = element("div", { className: "use" }, known ? `${value}, ${said}` : value);
		if (known) bar.style.cssText = `--u:${share}%;--r:${100 * request / limit || -9}%`;
		if (limit && share >= 90) {
			bar.className += " warn";
			bar.append(risk);
			one(".end", box).append(`${risk}: ${use.slice(2)}, ${said}`);
		}
		at.firstChild.append(bar);
	}
}

// A list of services, and what narrows it.
function listing(box) {
	const table = box.nextElementSibling, heads = [...table.tHead.rows[0].cells], controls = all("[name]", box), q = controls[0], sort = controls.at(-1);
	const rows = all("tbody tr", table).map((tr, rank) => readRow(tr, rank, rank < box.dataset.attention));
	const count = one("output", box), total = count.textContent, clear = one("button", box), key = "list " + location.pathname;
	let turn = 0, timer;

	function fill(shown) {
		const mine = ++turn;
		for (const body of [...table.tBodies]) body.remove(); // the heads keep the focus
		(function more(from) {
			if (mine !== turn) return;
			table.append(element("tbody", {}, ...shown.slice(from, from + 100).map(row => row.tr)));
			if (from + 100 < shown.length) setTimeout(more, 0, from + 100);
		})(0);
	}
	function apply() {
		const terms = words(q.value), chosen = all("select", box).filter(s => s.value), [, down, by] = sort.value.match(/(-?)(.*)/);
		const shown = rows.filter(r => chosen.every(s => r[s.name].includes(s.value)) && terms.every(t => r.text.includes(t)));
		heads.forEach((h, column) => {
			h.ariaSort = h.textContent !== by ? null : down ? "descending" : "ascending";
			if (h.ariaSort) order(shown, column, down ? -1 : 1);
		});
		if (turn || sort.value || shown.length < rows.length) fill(shown);
		count.textContent = shown.length < rows.length ? `${shown.length || "none"} of ${total}` : total;
		clear.hidden = !terms.length && !chosen.length && !sort.value;
		clearTimeout(timer);
		timer = setTimeout(remember, 300);
	}
	// What was searched for is not wanted again tomorrow.
	function remember() {
		const chosen = new URLSearchParams(controls.filter(c => c.value).map(c => [c.name, c.value]));
		if (chosen.size || location.hash.includes("=")) history.replaceState(null, "", chosen.size ? "#" + chosen : location.pathname);
		chosen.delete("q");
		stored(key, chosen);
	}
	function recall(text) {
		const given = new URLSearchParams(text);
		for (const c of controls) c.value = given.get(c.name) || "";
		apply();
	}
	const linked = () => location.hash.includes("=") && (recall(location.hash.slice(1)), box.scrollIntoView());

	for (const h of heads) {
		const title = h.textContent, first = "down" in h.dataset ? "-" + title : title;
		const onclick = () => { sort.value = sort.value !== first ? first : first === title ? "-" + title : title; apply(); };
		h.replaceChildren(element("button", { type: "button", onclick }, title));
	}
	box.oninput = apply;
	box.onkeydown = e => { if (e.key === "Escape") { q.value = ""; apply(); } };
	clear.onclick = () => { recall(""); q.focus(); };
	for (const a of all("a[data-filter]")) a.hash = a.dataset.filter;
	one("details", box).open = matchMedia("(min-width: 1041px)").matches;
	box.hidden = false;
	onhashchange = linked;
	recall(stored(key));
	linked();
}
function readRow(tr, rank, worry) {
	const [, state, by, where] = tr.cells, texts = css => all(css, by).map(e => e.textContent);
	const cluster = where.dataset.in?.split("|") || where.textContent.split(", "), word = state.firstChild.textContent;
	return { tr, rank, cluster, state: [word, worry && "attention"], owner: texts(":scope > a"), system: texts("small"), text: (tr.textContent + cluster).toLowerCase() };
}
// "9 of 10" is sorted by its share.
function order(shown, column, sign) {
	const { compare } = new Intl.Collator("en", { numeric: true });
	for (const row of shown) {
		const cell = row.tr.cells[column], text = one("time", cell)?.dateTime || (one("small.num", cell) || cell).textContent.trim();
		const [, n, of = 1] = text.replaceAll(",", "").match(/^(\d+)(?:.* of (\d+))?$/) || [];
		row.key = column === 1 ? row.rank : n ? n / of : text;
	}
	shown.sort((a, b) => (a.key === "") - (b.key === "") || sign * (a.key - b.key || compare(a.key, b.key)) || a.rank - b.rank);
}

// Finding a service from any page.
function finder(box) {
	const field = one("input", box), list = one("ul", box), count = one("output", box);
	let services;
	function find() {
		const terms = words(field.value), rate = s => s.text.startsWith(terms[0]);
		const found = terms.length ? services.filter(s => terms.every(t => s.text.includes(t))).sort((a, b) => rate(b) - rate(a)) : [];
		list.replaceChildren(...found.slice(0, 8).map(({ s: [id, name, about] }) => link(`services/${id}/index.html`, name, about)));
		if (found.length > 8) list.append(link("index.html#q=" + encodeURIComponent(field.value), "all of them", "in the list"));
		count.textContent = terms.length ? (found.length || "none") + " found" : "";
	}
	const link = (path, name, about) => element("li", {}, element("a", { href: home + path }, name, " ", element("small", {}, about)));
	function close() {
		field.value = count.textContent = "";
		list.replaceChildren();
	}
	field.oninput = () => services && find();
	field.onfocus = () => {
		field.onfocus = null;
		const onload = () => {
			services = window.plimsollSearch.map(s => ({ s, text: `${s[1]} ${s}`.toLowerCase() }));
			find();
		};
		document.head.append(element("script", { src: home + "search.js", onload }));
	};
	box.onkeydown = e => {
		const stops = [field, ...all("a", list)], at = stops.indexOf(e.target);
		if (e.key === "ArrowDown") stops[(at + 1) % stops.length].focus();
		else if (e.key === "ArrowUp") stops.at(at - 1).focus();
		else if (e.key === "Enter" && !at) stops[1]?.click();
		else if (e.key === "Escape") field[field.value ? "focus" : "blur"](), close();
		else return;
		e.preventDefault();
	};
	list.onmousedown = e => e.preventDefault(); // keeps the focus
	box.addEventListener("focusout", e => box.contains(e.relatedTarget) || close());
	onkeydown = e => {
		if (e.key !== "/" || e.target.closest("input")) return;
		e.preventDefault();
		field.focus();
	};
	box.hidden = false;
}

addEventListener("DOMContentLoaded", () => {
	const each = (css, does) => all(css).forEach(at => does(at));
	const tell = () => { each(".fresh", at => freshness(at, Date.now())); tellTimes(Date.now()); };
	each(".theme", themes);
	each(".find", finder);
	tell();
	each("[data-of]", usage);
	setInterval(tell, 60000);
	each(".filters", listing);
	onbeforeprint = () => each("time[title]", t => { t.textContent = t.title; });
	onafterprint = tell;
});
