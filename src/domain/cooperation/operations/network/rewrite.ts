import type { Work } from '../../../../platform/work.ts'
import { tokensOf } from '../../../analysis/index.ts'
import type { CopyContent } from '../../contract/network/copied.ts'
import { hashOf, titleOf, wordsOf } from '../../network/copy.ts'
import { hashText, type RequestContent, requestBytes } from '../../network/request-content.ts'
import { findRequest, setContent } from '../../store/network/requests.ts'
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

/** The same of a request. What went keeps the hash by which it can be proven what was approved; a draft gets that of what it says now. */
export async function rewriteRequest(work: Work, id: string, changed: unknown): Promise<void> {
  const content = changed as RequestContent
  const row = await findRequest(work.tx, id)
  const sha256 = row?.state === 'sent' ? row.sha256 : hashText(requestBytes(content))
  await setContent(work.tx, id, { content, sha256, at: row?.madeAt ?? work.now })
  work.announce('request', id)
  work.tell('request', id)
}
