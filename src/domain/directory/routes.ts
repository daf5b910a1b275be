import type { Auth } from '../../platform/auth/index.ts'
import type { Http } from '../../platform/http/server.ts'
import { auditSignIn } from './operations/sign-in-audit.ts'
import { serveAccounts } from './routes/accounts.ts'
import { serveAnswers } from './routes/answers.ts'
import { serveAudit } from './routes/audit.ts'
import { serveKeys } from './routes/keys.ts'
import { serveNode } from './routes/node.ts'
import { serveNotices } from './routes/notices.ts'
import { serveParties } from './routes/parties.ts'
import { servePeople } from './routes/people.ts'
import { serveSession } from './routes/session.ts'
import { serveSystems } from './routes/systems.ts'

/** All routes of the room. */
export function serveDirectory(http: Http, auth: Auth): void {
  serveSession(http, auth)
  servePeople(http, auth)
  serveAccounts(http, auth, auditSignIn(http.ctx))
  serveSystems(http)
  serveParties(http)
  serveAnswers(http)
  serveKeys(http)
  serveNotices(http)
  serveAudit(http)
  serveNode(http)
}
