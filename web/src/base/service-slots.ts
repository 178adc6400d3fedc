// Which of the twelve service colours a name has, as the server gave them for the team: a colour once given never
// moves. Before the server has answered, and for names it does not know, a name has its hash's colour.
//
// api/ fills this table; whoever draws a service reads it and says that it needs a colour.

import { useEffect, useSyncExternalStore } from 'react';

const kServiceColors = 12;

export interface ServiceSlot {
  slot: number;
  hollow: boolean; // all colours were given: this one is shared
}

let table: ReadonlyMap<string, number> = new Map();
let wanted: ((names: string[]) => void) | undefined;
const asked = new Set<string>();
let queue: string[] = [];
const listeners = new Set<() => void>();

function hash(name: string): number {
  let value = 2166136261;
  for (let i = 0; i < name.length; i++) value = Math.imul(value ^ name.charCodeAt(i), 16777619);
  return value >>> 0;
}

export function slotOf(given: ReadonlyMap<string, number>, name: string): ServiceSlot {
  const slot = given.get(name);
  if (slot === undefined) return { slot: hash(name) % kServiceColors, hollow: false };
  return { slot: slot % kServiceColors, hollow: slot >= kServiceColors };
}

/** The whole table, as the server says it. */
export function setServiceSlots(slots: Record<string, number>): void {
  table = new Map(Object.entries(slots));
  for (const listener of listeners) listener();
}

/** `ask` is given the names without a colour, all that were drawn in one go; undefined: nobody to ask. */
export function onServicesWanted(ask: ((names: string[]) => void) | undefined): void {
  wanted = ask;
  flush();
}

function flush(): void {
  if (!wanted || queue.length === 0) return;
  const names = queue;
  queue = [];
  wanted(names);
}

function want(name: string): void {
  if (name === '' || table.has(name) || asked.has(name)) return;
  asked.add(name);
  queue.push(name);
  if (queue.length === 1) queueMicrotask(flush);
}

/** Names that were asked for in vain may be asked for again. */
export function forgetAsked(names: string[]): void {
  for (const name of names) asked.delete(name);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useServiceSlot(name: string): ServiceSlot {
  const given = useSyncExternalStore(subscribe, () => table);
  useEffect(() => want(name), [name, given]);
  return slotOf(given, name);
}
