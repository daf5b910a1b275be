import { present } from '../../../../base/failure.ts'
import type { Tx } from '../../../../platform/db/pools.ts'
import type { Member } from '../../network/member.ts'
import { maySharedBe, type Secrecy } from '../../network/secrecy.ts'
import { findMember } from '../../store/network/members.ts'
import { listStatements } from '../../store/network/sheets.ts'

export type SecrecyOfPair = Secrecy & { readonly from: Member; readonly to: Member }

/** Whether `from` may give something to `to`, as both answered of their law and as far as the reader may see it. Refuses `cooperation.no-such-member`. */
export async function readSecrecy(tx: Tx, from: string, to: string): Promise<SecrecyOfPair> {
  const giver = present(await findMember(tx, from), 'cooperation.no-such-member', `member ${from}`)
  const recipient = present(await findMember(tx, to), 'cooperation.no-such-member', `member ${to}`)
  return { ...maySharedBe(await listStatements(tx, giver), await listStatements(tx, recipient)), from: giver, to: recipient }
}
