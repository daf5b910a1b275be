import { madeFiles } from '../../../platform/made-files.ts'

/** The files of evidence packages. */
export const packageFiles = madeFiles('packages', 'evidence.package-disk')
