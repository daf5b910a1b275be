import { madeFiles } from '../../../platform/made-files.ts'

/** The archives of all that is an organisation's own. */
export const takeoutFiles = madeFiles('takeouts', 'cooperation.takeout-disk')
