import { defineTask } from '../../../base/task.ts'

/** Ways for a task to behave badly, for the pool's own tests. */
export const hostile = {
  echo: defineTask<unknown, unknown>('echo'),
  add: defineTask<{ a: number; b: number }, number>('add'),
  loop: defineTask<null, never>('loop'),
  backtrack: defineTask<null, boolean>('backtrack'),
  hang: defineTask<null, never>('hang'),
  fail: defineTask<string, never>('fail'),
  exit: defineTask<number, never>('exit'),
  uncaught: defineTask<null, never>('uncaught'),
  recurse: defineTask<null, number>('recurse'),
  heap: defineTask<'objects' | 'strings' | 'array' | 'map' | 'json', never>('heap'),
  buffers: defineTask<null, never>('buffers'),
  buffer: defineTask<number, number>('buffer'),
  hold: defineTask<number, number>('hold'),
  unclonable: defineTask<null, unknown>('unclonable'),
  ask: defineTask<{ port: string; parameters: readonly unknown[] }, unknown>('ask'),
  askOften: defineTask<number, number>('askOften'),
  askLate: defineTask<null, string>('askLate'),
  shared: defineTask<null, unknown>('shared'),
  environment: defineTask<null, number>('environment'),
  length: defineTask<Uint8Array, { length: number; buffer: number }>('length'),
  bytes: defineTask<number, { body: Uint8Array }>('bytes'),
}
