import { join } from 'node:path'
import type { Config } from './config.ts'

/** Where the two files lie that all processes of a node need alike: in the data folder, or where the settings say. */
export type KeyFiles = { readonly 'sign-in-secret': string; readonly 'log-key': string }

export function keyFilesOf(config: Pick<Config, 'TOCSIN_DATA' | 'TOCSIN_SIGN_IN_SECRET' | 'TOCSIN_LOG_KEY'>): KeyFiles {
  return {
    'sign-in-secret': config.TOCSIN_SIGN_IN_SECRET ?? join(config.TOCSIN_DATA, 'sign-in-secret'),
    'log-key': config.TOCSIN_LOG_KEY ?? join(config.TOCSIN_DATA, 'log-key'),
  }
}
