// Numbered requests, each sent once, by several senders at a time, and what became of them.
import assert from 'node:assert/strict';
import { until } from './sextant.mjs';

const pauseMs = 5;
// After a request without an answer: the server may be away for a while.
const pauseAfterFailureMs = 50;

export class Load {
  acknowledged = new Set();
  unknown = new Set();
  #next = 0;
  #running = false;

  // `send(number)` gives true when request `number` was acknowledged, false when it was refused for now, and
  // throws when there was no answer.
  constructor(send, senders = 4) {
    this.send = send;
    this.senders = senders;
    this.resume();
  }

  // Goes on after stop.
  resume() {
    this.#running = true;
    this.done = Promise.all(Array.from({ length: this.senders }, () => this.#loop()));
    this.done.catch(() => {});
  }

  get sent() {
    return this.#next;
  }

  async #loop() {
    while (this.#running) {
      const number = this.#next++;
      let pause = pauseMs;
      try {
        if (await this.send(number)) this.acknowledged.add(number);
      } catch (error) {
        if (error.code === 'ERR_ASSERTION') throw error;
        this.unknown.add(number);
        pause = pauseAfterFailureMs;
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  async waitForMore(count) {
    const goal = this.acknowledged.size + count;
    await until(`${count} more requests are acknowledged`, async () => this.acknowledged.size >= goal);
  }

  async stop() {
    this.#running = false;
    await this.done;
  }

  // `rows` says how many rows of each request a table holds, `expected` how many a request has there, 0 for
  // none: each acknowledged request must be there once, one without an answer at most once and never in
  // part, and a refused one not at all.
  assertStoredOnce(table, rows, expected) {
    for (const number of this.acknowledged) {
      assert.equal(rows.get(number) ?? 0, expected(number), `${table}: acknowledged request ${number}`);
    }
    for (const [number, count] of rows) {
      assert.equal(count, expected(number), `${table}: request ${number} is stored whole and once`);
      assert.ok(
        this.acknowledged.has(number) || this.unknown.has(number),
        `${table}: request ${number} was refused`,
      );
    }
  }
}
