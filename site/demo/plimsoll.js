// Plimsoll's pages need no script. With it, times are told from now, the page says how fresh it is, and a theme that
// was chosen is remembered. It asks nothing of any host.
(function () {
  "use strict";
  var root = document.documentElement;

  // Storage may be denied (a file, a private window): then a choice lasts as long as the page.
  function stored(value) {
    try {
      if (value === undefined) return localStorage.getItem("plimsoll-theme");
      localStorage.setItem("plimsoll-theme", value);
    } catch (denied) { return null; }
  }
  if (/^(light|dark)$/.test(stored())) root.dataset.theme = stored();

  var units = [["day", 86400], ["hour", 3600], ["minute", 60]];
  function span(seconds) {
    for (var i = 0; i < units.length; i++) {
      var n = Math.floor(seconds / units[i][1]);
      if (n) return n + " " + units[i][0] + (n > 1 ? "s" : "");
    }
    return "";
  }
  function ago(seconds) {
    var s = span(Math.max(seconds, 0)); // clocks differ
    return s ? s + " ago" : "just now";
  }

  // Beyond a month the date says more than the distance; on paper it always does.
  function tellTimes(now) {
    document.querySelectorAll("time[datetime]").forEach(function (t) {
      var seconds = (now - Date.parse(t.dateTime)) / 1000;
      if (!(seconds >= 0 && seconds < 31 * 86400)) return;
      t.title = t.title || t.textContent;
      if (t.className === "day") return tellDay(t, seconds);
      t.textContent = t.className === "since" ? "for " + (span(seconds) || "a moment") : ago(seconds);
    });
  }

  // Days begin at midnight in UTC, as everything on a page is told in it.
  function tellDay(t, seconds) {
    if (seconds < 2 * 86400) t.textContent = seconds < 86400 ? "today" : "yesterday";
  }

  function freshness(now) {
    var at = document.querySelector(".fresh"), run = window.plimsollRun;
    if (!at || !run) return;
    var names = JSON.parse(at.dataset.clusters || "[]");
    var clusters = run.clusters.filter(function (c) { return !names.length || names.indexOf(c.name) >= 0; });
    var read = clusters.filter(function (c) { return c.state === "ok"; }).length;
    var age = (now - Date.parse(run.finished)) / 1000;
    at.textContent = "checked " + ago(age) + " · " + (clusters.length === 1 ? "cluster " + (read ? "" : "not ") + "read" : read + " of " + clusters.length + " clusters read");
    at.title = run.finished;
    at.classList.toggle("warn", read < clusters.length);
    // A scheduler may be late by as much again, or by an hour; later than that, the page no longer tells how things are.
    var every = cadence(run.every);
    if (every && age > every + Math.max(every, 3600)) warn("This page was last checked " + ago(age) + ", though every " + span(every) + " is promised. What it shows may be out of date.");
  }
  function cadence(text) {
    var seconds = 0, each = { h: 3600, m: 60, s: 1 };
    (text || "").replace(/([\d.]+)([hms])/g, function (all, n, unit) { seconds += n * each[unit]; });
    return seconds;
  }
  function warn(text) {
    var banner = document.createElement("div");
    banner.className = "banner";
    banner.setAttribute("role", "status");
    banner.textContent = text;
    document.body.insertBefore(banner, document.body.firstChild);
  }

  // Figures of the last run, where the page says what to hold them against.
  function usage() {
    const all = window.plimsollRun?.usage || "";
    for (const box of document.querySelectorAll("[data-of]")) {
      const used = (all.split(`\n${box.dataset.of}\t`)[1] || "").split("\n", 1)[0].split("\t");
      for (const at of box.querySelectorAll("[data-use]")) {
        const { use, request, limit } = at.dataset, value = used[used.indexOf(use.slice(1)) - use[0]];
        if (!value) continue;
        const share = Math.round(100 * parseFloat(value) / (limit || request)), bar = document.createElement("div");
        const said = `${share} % of ${limit ? "limit" : "request"}`, risk = use > "2" ? " ▲ throttled" : " ▲ OOM risk";
        bar.className = "use";
        bar.append(share >= 0 ? `${value}, ${said}` : value);
        if (share >= 0) bar.style.cssText = `--u:${share}%;--r:${100 * request / limit || -9}%`;
        if (limit && share >= 90) {
          bar.className += " warn";
          bar.append(risk);
          box.querySelector(".end").append(`${risk}: ${use.slice(2)}, ${said}`);
        }
        at.firstChild.append(bar);
      }
    }
  }

  function themes() {
    var button = document.querySelector(".theme");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      stored(root.dataset.theme);
    });
  }

  document.addEventListener("DOMContentLoaded", function () {
    var now = Date.now();
    themes();
    freshness(now);
    usage();
    tellTimes(now);
    addEventListener("beforeprint", function () {
      document.querySelectorAll("time[title]").forEach(function (t) { t.textContent = t.title; });
    });
    addEventListener("afterprint", function () { tellTimes(Date.now()); });
  });
})();
