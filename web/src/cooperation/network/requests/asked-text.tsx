import { useTranslation } from 'react-i18next'
import type { lawKinds } from '../../../../../src/domain/cooperation/contract/network/names.ts'
import type { AskedRequest, CheckedRequest, RequestWhole } from '../../../../../src/domain/cooperation/contract/network/requests.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Language } from '../../../ui/country.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Section } from '../../../ui/page.tsx'
import classes from './requests.module.css'

type Content = AskedRequest['ask'] & {
  readonly to: {
    readonly name: string
    readonly route: CheckedRequest['to']['route']
    readonly law?: (typeof lawKinds)[number]
  }
  readonly about: string | null
}

/** What is asked, as it goes: read from the very bytes that are approved. */
export function AskedText({ request }: { readonly request: RequestWhole }) {
  const { t } = useTranslation('requests')
  if (request.bytes === null)
    return (
      <Section title={t('preview.title')}>
        <p>{t('preview.gone')}</p>
      </Section>
    )
  return (
    <Section title={t('preview.title')}>
      <Body content={JSON.parse(request.bytes) as Content} />
      <details>
        <summary>{t('preview.bytes')}</summary>
        <pre className={classes.bytes} dir="ltr">
          {request.bytes}
        </pre>
        <p>
          SHA-256 <bdi className={classes.long}>{request.sha256}</bdi>
        </p>
      </details>
    </Section>
  )
}

function Body({ content }: { readonly content: Content }) {
  const { t } = useTranslation(['requests', 'disclosures', 'network'])
  const long = (text: string) => <bdi className={classes.long}>{text}</bdi>
  const { to, data, things, period, ground, law, purpose, text, language, answerBy, mayPass, about, overrides } = content
  return (
    <Facts
      facts={[
        { name: t('field.to'), value: <bdi>{to.name}</bdi> },
        to.route !== null && { name: t('field.route'), value: t(`route.${to.route}`) },
        to.law !== undefined && { name: t('field.law-kind'), value: t(`network:law.${to.law}`) },
        data.length > 0 && { name: t('field.data'), value: data.map((one) => t(`disclosures:data.${one}`)).join(' · ') },
        things.length > 0 && {
          name: t('field.things'),
          value: (
            <ul className={classes.things}>
              {things.map((one) => (
                <li key={one.value}>
                  <Badge>{t(`thing.${one.kind}`)}</Badge> <bdi>{one.value}</bdi>
                </li>
              ))}
            </ul>
          ),
        },
        period !== null && { name: t('field.period'), value: <bdi>{`${period.from} – ${period.to}`}</bdi> },
        { name: t('field.ground'), value: t(`disclosures:ground.${ground}`) },
        law !== '' && { name: t('field.law'), value: long(law) },
        { name: t('field.purpose'), value: long(purpose) },
        text !== '' && { name: t('field.text'), value: long(text) },
        { name: t('field.language'), value: <Language tag={language} /> },
        answerBy !== null && { name: t('field.answer-by'), value: <bdi>{answerBy}</bdi> },
        about !== null && { name: t('field.about'), value: <bdi>{about}</bdi> },
        mayPass && { name: t('field.passing'), value: t('field.may-pass') },
        ...overrides.map((one) => ({ name: t(`against.${one.code}`), value: long(one.reason) })),
      ]}
    />
  )
}
