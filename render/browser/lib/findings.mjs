// What is wrong with pages, gathered so that one run says all of it: page, mode, what, and where on the page.
import assert from 'node:assert/strict';

export class Findings {
  #lines = new Map();

  /** Adds a finding. The same in many places is told once, with how often. */
  add(where, mode, what, selector = '') {
    const key = what + ' ' + selector.split(' > ').slice(-2).join(' ').replace(/[#\[][^ .]*/g, '');
    const same = this.#lines.get(key) ?? {what, selector, where, mode, count: 0};
    same.count++;
    this.#lines.set(key, same);
  }

  get size() { return this.#lines.size; }
  get text() {
    return [...this.#lines.values()].map(f =>
      `${f.where} [${f.mode}] ${f.what}${f.selector ? `\n    at ${f.selector}` : ''}${f.count > 1 ? `\n    and ${f.count - 1} times more` : ''}`).join('\n');
  }

  /** Fails the test where anything was found. */
  none() { assert.ok(this.size === 0, `${this.size} kinds of findings:\n${this.text}\n`); }
}
