import { Failure, present } from '../../../../base/failure.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { CopiedResult, CopiedTechnique } from '../../contract/network/copied.ts'
import type { Result, Technique } from '../../network/technique.ts'
import { findTechnique, findVersion, listResults } from '../../store/network/techniques.ts'

/**
 * The newest version of a technique as others see it, with the terms of whoever it was taken over from. Refuses `cooperation.no-technique`, and
 * `cooperation.technique-recalled` for what was called back from here, `cooperation.technique-over` for what was given until a moment that has passed.
 */
export async function copyTechnique(tx: Tx, id: string) {
  const technique = present(await findTechnique(tx, id), 'cooperation.no-technique', `technique ${id}`)
  refuseEnded(technique)
  const version = present(await findVersion(tx, id), 'cooperation.no-technique', `a version of technique ${id}`)
  const result = (await listResults(tx, [id])).find((one) => one.version === version.id)
  const { name, kind, origin } = technique
  const body: CopiedTechnique = {
    kind: 'technique',
    title: name,
    of: kind,
    version: version.number,
    madeAt: version.madeAt.toISOString(),
    description: version.description,
    textSha256: version.sha256,
    entries: version.entries,
    text: version.text,
    result: result === undefined ? null : resultOf(result),
    origin: origin === null ? null : { name: origin.name, sha256: origin.sha256 },
  }
  const { tlp, permitted } = version
  const most = { tlp, permitted, until: origin?.until ?? null }
  return { body, objects: [id], rests: origin === null ? [] : [origin], given: origin === null ? [] : [origin], most }
}

/** Refuses `cooperation.technique-recalled`, `cooperation.technique-over`. */
export function refuseEnded({ id, recalled, over }: Technique): void {
  if (recalled) throw new Failure('conflict', 'cooperation.technique-recalled', `what technique ${id} was taken from was called back`)
  if (over)
    throw new Failure(
      'conflict',
      'cooperation.technique-over',
      `what technique ${id} was taken from was given until a moment that has passed`,
    )
}

function resultOf({ corpus, unwanted, wanted, truePositives, falsePositives, measuredOn, measuredBy }: Result): CopiedResult {
  return { corpus, unwanted, wanted, truePositives, falsePositives, measuredOn, measuredBy }
}
