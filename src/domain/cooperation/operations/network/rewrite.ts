import type { Work } from '../../../../platform/work.ts'
import { tokensOf } from '../../../analysis/index.ts'
import { type CopyContent, hashOf, titleOf, wordsOf } from '../../network/copy.ts'
import { setCopy } from '../../store/network/shares.ts'

/** Puts a content without the words of a data subject in the place of the old one, with its new hash; who may see it is told to look again. */
export async function rewriteCopy(work: Work, id: string, changed: unknown): Promise<void> {
  const content = changed as CopyContent
  await setCopy(work.tx, {
    id,
    content,
    title: titleOf(content.body, content.body.kind),
    sha256: hashOf(content),
    tokens: tokensOf(wordsOf(content)),
    at: work.now,
  })
  work.announce('share', id)
  work.tell('shared-copy', id)
}
