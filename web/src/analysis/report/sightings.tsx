import { useTranslation } from 'react-i18next'
import type { ReportView } from '../../../../src/domain/analysis/contract.ts'
import { Badge } from '../../ui/badge.tsx'
import { CodeBlock, Defanged, Mono } from '../../ui/code.tsx'
import { defang } from '../../ui/defang.ts'
import { type Fact, Facts } from '../../ui/facts.tsx'
import { Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { detailOf, grouped } from './sighting-detail.ts'
import classes from './sightings.module.css'

type Sighting = ReportView['sightings'][number]

/** What the report points at, with what its form says of each (ARF, XARF): the reporter's word, not what was found. */
export function Sightings({ sightings }: { readonly sightings: readonly Sighting[] }) {
  const { t } = useTranslation('analysis')
  return (
    <Section title={t('sightings.title', { count: sightings.length })} id="sightings" lead={t('sightings.lead')}>
      <ul className={classes.sightings}>
        {grouped(sightings).map((group) => (
          <Group key={group[0]?.position} group={group} />
        ))}
      </ul>
    </Section>
  )
}

function Group({ group }: { readonly group: readonly Sighting[] }) {
  const { t, i18n } = useTranslation('analysis')
  const { facts, rest } = detailOf(group[0]?.detail ?? {})
  const name = (key: string) => (i18n.exists(`analysis:detail.${key}`) ? t(`detail.${key}`) : key.replaceAll('_', ' '))
  const told = facts.map(({ key, value }): Fact => ({ name: name(key), value: <Said name={key} value={value} /> }))
  return (
    <li>
      {group.map((sighting) => (
        <div key={sighting.position} className={classes.head}>
          <Badge>{t(`sighting.${sighting.kind}`)}</Badge>
          {sighting.value !== null && (sighting.kind === 'address' ? <Mono>{sighting.value}</Mono> : <Defanged text={sighting.value} />)}
        </div>
      ))}
      {told.length > 0 && <Facts facts={told} />}
      {Object.keys(rest).length > 0 && <CodeBlock text={JSON.stringify(rest, null, 2)} height="16rem" />}
    </li>
  )
}

/** A plain value: an instant where it is one, an address defanged, else as it came. */
function Said({ name, value }: { readonly name: string; readonly value: string }) {
  if (name === 'timestamp' || /date$/i.test(name)) return <When text={value} />
  return <bdi>{/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? defang(value) : value}</bdi>
}

function When({ text }: { readonly text: string }) {
  return Number.isNaN(Date.parse(text)) ? <bdi>{text}</bdi> : <Time at={new Date(text).toISOString()} style="second" />
}
