import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { readNetwork } from '../../../../../src/domain/cooperation/contract/network/network.ts'
import { readSecrecy } from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Section } from '../../../ui/page.tsx'
import classes from './questionnaire.module.css'
import { SecrecyNote } from './secrecy.tsx'
import { verdictTones } from './words.tsx'

type Other = { readonly member: string; readonly name: string }
type Props = {
  /** who would get something of us, or give us something */
  readonly others: readonly Other[]
  readonly as: 'giver' | 'recipient'
}

/** More are compared on the page of the questionnaire. */
const most = 12

/** Before something goes: what the law of the other side says of secrecy and freedom of information, beside our own, as both answered the questionnaire. */
export function Laws({ others, as }: Props) {
  const { t } = useTranslation('questionnaire')
  const own = useRead(readNetwork, {}, { live: ['network', 'member'] }).data?.network?.standing.member?.id
  if (own === undefined || others.length === 0) return null
  return (
    <Section title={t('law.title')} lead={t('law.lead')}>
      {others.slice(0, most).map((other) => (
        <Law key={other.member} other={other} from={as === 'giver' ? other.member : own} to={as === 'giver' ? own : other.member} />
      ))}
      {others.length > most && (
        <p>
          <Link to="/network/questionnaire" className={classes.link}>
            {t('law.more', { count: others.length - most })}
          </Link>
        </p>
      )}
    </Section>
  )
}

function Law({ other, from, to }: { readonly other: Other; readonly from: string; readonly to: string }) {
  const { t } = useTranslation('questionnaire')
  const { data } = useRead(readSecrecy, { query: { from, to } }, { live: ['round'] })
  return (
    <details className={classes.law}>
      <summary>
        <bdi>{other.name}</bdi> {data !== undefined && <Badge tone={verdictTones[data.verdict]}>{t(`verdict.${data.verdict}`)}</Badge>}
      </summary>
      {data !== undefined && <SecrecyNote secrecy={data} />}
    </details>
  )
}
