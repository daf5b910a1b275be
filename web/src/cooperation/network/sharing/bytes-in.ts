import type { CopiedBytes, CopyContent } from '../../../../../src/domain/cooperation/contract/network/copied.ts'

/** The bytes of evidence that go with a copy, by its own words; undefined where none do. */
export function bytesIn(copy: string | null): CopiedBytes | undefined {
  const body = copy === null ? undefined : (JSON.parse(copy) as CopyContent).body
  return body?.kind === 'evidence' ? (body.bytes ?? undefined) : undefined
}
