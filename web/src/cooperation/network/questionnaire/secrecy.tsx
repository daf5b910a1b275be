import { SimpleGrid } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readSecrecy, type SecrecyView } from '../../../../../src/domain/cooperation/contract/network/rounds.ts'
import { Answer } from '../../../app/answer.tsx'
import { useRead } from '../../../app/read.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Section } from '../../../ui/page.tsx'
import { MemberField } from '../member-field.tsx'
import classes from './questionnaire.module.css'
import { Sources, verdictTones } from './words.tsx'

const agencies = { kind: ['agency'] } as const

/** Whether one agency may give something to another, as both answered of their law. */
export function SecrecyOfPair() {
  const { t } = useTranslation('questionnaire')
  const [from, setFrom] = useState<string | null>(null)
  const [to, setTo] = useState<string | null>(null)
  return (
    <Section title={t('secrecy.title')} lead={t('secrecy.lead')}>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <MemberField label={t('secrecy.from')} clearable which={agencies} value={from} onChange={setFrom} />
        <MemberField label={t('secrecy.to')} clearable which={agencies} value={to} onChange={setTo} />
      </SimpleGrid>
      <div aria-live="polite">{from !== null && to !== null && <Verdict from={from} to={to} />}</div>
    </Section>
  )
}

function Verdict({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <Answer of={useRead(readSecrecy, { query: { from, to } }, { live: ['round'] })}>{(found) => <SecrecyNote secrecy={found} />}</Answer>
  )
}

/** The verdict, and the answers that it rests on; what stands in the way comes first. */
export function SecrecyNote({ secrecy }: { readonly secrecy: SecrecyView }) {
  const { t } = useTranslation('questionnaire')
  const { verdict, rests, missing } = secrecy
  const order = [...rests.filter(({ weighs }) => weighs), ...rests.filter(({ weighs }) => !weighs)]
  const nameOf = (side: 'giver' | 'recipient') => (side === 'giver' ? secrecy.from.name : secrecy.to.name)
  return (
    <>
      <p>
        <Badge tone={verdictTones[verdict]}>{t(`verdict.${verdict}`)}</Badge> {t(`verdict-why.${verdict}`)}
      </p>
      <ul className={classes.said}>
        {order.map((one) => (
          <li key={one.meaning}>
            <span>
              <bdi>{nameOf(one.side)}</bdi>: {t(`meaning.${one.meaning}`)}{' '}
              <Badge tone={one.weighs ? 'warn' : 'good'}>{one.said === null ? t('no-answer') : t(`said.${one.said}`)}</Badge>
            </span>
            {one.words !== '' && <bdi className={classes.words}>{one.words}</bdi>}
            <Sources of={one.sources} />
          </li>
        ))}
        {missing.map((one) => (
          <li key={one.meaning} className={classes.none}>
            <span>
              <bdi>{nameOf(one.side)}</bdi>: {t(`meaning.${one.meaning}`)} {t('not-answered')}
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
