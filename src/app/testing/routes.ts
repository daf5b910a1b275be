import type { Route } from '../../base/route.ts'
import * as campaigns from '../../domain/analysis/contract/campaigns.ts'
import * as figures from '../../domain/analysis/contract/figures.ts'
import * as analysis from '../../domain/analysis/contract.ts'
import * as cases from '../../domain/cases/contract.ts'
import * as cooperation from '../../domain/cooperation/contract.ts'
import * as directory from '../../domain/directory/contract.ts'
import * as evidence from '../../domain/evidence/contract.ts'
import * as intake from '../../domain/intake/contract.ts'
import * as outreach from '../../domain/outreach/contract.ts'
import * as auth from '../../platform/auth/contract.ts'
import * as platform from '../../platform/contract.ts'
import * as log from '../../platform/log/contract.ts'

const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value && 'access' in value
/** Every route that a contract states. */
export const routes = [
  intake,
  analysis,
  campaigns,
  figures,
  cases,
  cooperation,
  outreach,
  evidence,
  directory,
  platform,
  auth,
  log,
].flatMap((room) => Object.values(room).filter(isRoute))
