import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { type AnsweringView, lookUp } from '../../../../src/domain/directory/contract.ts'
import { Answer } from '../../app/answer.tsx'
import { useRead } from '../../app/read.ts'
import { Answers } from './answers.tsx'

type Props = {
  /** an address, host, domain or URL */
  readonly value: string
  readonly port?: number | null
  /** ISO 8601 */
  readonly at?: string | null
  /** lets a contact be taken as the recipient of what is drafted */
  readonly onTake?: (answer: AnsweringView, contact: AnsweringView['contacts'][number]) => void
}

/** Who answers for one thing, for the pages of other rooms: the nearest contact of each, and the way to the whole answer. Asks when it is drawn. */
export function AnswersPanel({ value, port = null, at = null, onTake }: Props) {
  const { t } = useTranslation('directory')
  const query = { value, ...(port === null ? {} : { port }), ...(at === null ? {} : { at }) }
  const state = useRead(lookUp, { query }, { live: ['party', 'import'] })
  return (
    <Answer of={state}>
      {(found) => (
        <>
          <Answers found={found} compact onTake={onTake} />
          <Link to="/lookup" search={{ value, ...(port === null ? {} : { port: String(port) }), ...(at === null ? {} : { at }) }}>
            {t('lookup.whole')}
          </Link>
        </>
      )}
    </Answer>
  )
}
