import type { Http } from '../../platform/http/server.ts'
import { serveActions } from './routes/actions.ts'
import { serveBulk } from './routes/bulk.ts'
import { serveCases } from './routes/cases.ts'
import { serveCaseExport } from './routes/export.ts'
import { serveLookbacks } from './routes/lookback.ts'
import { serveParts } from './routes/parts.ts'
import { serveCaseWork } from './routes/work.ts'

/** Cases and all that belongs to them. */
export function caseRoutes(http: Http): void {
  serveCaseExport(http)
  serveCases(http)
  serveBulk(http)
  serveParts(http)
  serveCaseWork(http)
  serveActions(http)
  serveLookbacks(http)
}
