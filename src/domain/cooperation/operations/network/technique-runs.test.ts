import { expect, test } from 'vitest'
import type { MessageReading } from '../../../../forensics/message/index.ts'
import type { Context } from '../../../../platform/context.ts'
import { ask } from './technique-runs.ts'

type Came =
  | { readonly ok: { readonly names: readonly string[]; readonly ms: number } }
  | { readonly died: 'time' | 'failed'; readonly message: string }

test('a worker that is ended over a message whatever is asked of it says nothing of the technique', async () => {
  const asked = async (own: Came, trivial: Came) => {
    const run = async (_task: unknown, { text }: { readonly text: string }) => (text === 'own' ? own : trivial)
    const ctx = { sandbox: { run } } as unknown as Pick<Context, 'sandbox'>
    return ask(ctx, { kind: 'yara', text: 'own', sha256: '' }, {} as MessageReading, new Uint8Array(1))
  }
  const [ok, late] = [{ ok: { names: [], ms: 1 } } as const, { died: 'time', message: '' } as const]
  expect(await asked(ok, late)).toEqual(ok.ok)
  expect(await asked(late, ok)).toBe('stopped')
  expect(await asked(late, late)).toBe('skipped')
  expect(await asked({ died: 'failed', message: '' }, ok)).toBe('skipped')
})
