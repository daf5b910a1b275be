import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge.tsx'
import { Mono } from '../../ui/code.tsx'
import { Section } from '../../ui/page.tsx'
import { type AuthenticationDetail, type Authentication as Checked, type Claimed, type Method, methods } from '../reading.ts'
import { passTone } from '../result-tone.ts'
import classes from './authentication.module.css'

/** Who vouches for the message: what was checked here, and apart from it what the receiver says to have checked. */
export function Authentication({ checked }: { readonly checked: Checked }) {
  const { t } = useTranslation('analysis')
  const nothing = methods.every((method) => checked[method] === 'unchecked')
  return (
    <Section title={t('authentication.title')} id="authentication">
      {nothing ? (
        <p className={classes.note}>{t('authentication.unchecked')}</p>
      ) : (
        <ul className={classes.methods}>
          {methods.map((method) => (
            <MethodOf key={method} method={method} checked={checked} />
          ))}
        </ul>
      )}
      {checked.claimed !== null && <ClaimedBy claimed={checked.claimed} />}
    </Section>
  )
}

function MethodOf({ method, checked }: { readonly method: Method; readonly checked: Checked }) {
  const { t } = useTranslation('analysis')
  const word = checked[method]
  const details = checked.details.filter((detail) => detail.method === method)
  return (
    <li className={classes.method}>
      <div className={classes.head}>
        <strong>{method.toUpperCase()}</strong>
        <Word word={word} />
      </div>
      <p>{t(`authentication.${method}.${plain(word)}`)}</p>
      {method === 'dmarc' && checked.policy !== null && (
        <p className={classes.detail}>
          {t('authentication.policy')} <Mono>{checked.policy}</Mono>
        </p>
      )}
      {details.map((detail, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stored reading does not change, and two signatures may say the same
        <Detail key={at} detail={detail} several={details.length > 1} />
      ))}
    </li>
  )
}

/** The outcome that the explanations tell apart. */
function plain(word: string): 'pass' | 'fail' | 'none' | 'error' | 'unchecked' {
  if (word === 'pass' || word === 'none' || word === 'unchecked') return word
  if (word === 'temperror' || word === 'permerror') return 'error'
  return word === 'neutral' ? 'none' : 'fail'
}

function Detail({ detail, several }: { readonly detail: AuthenticationDetail; readonly several: boolean }) {
  const { t } = useTranslation('analysis')
  return (
    <div className={classes.detail}>
      {several && <Word word={detail.result} />}
      {detail.domain !== null && <Mono>{detail.domain}</Mono>}
      {detail.selector !== null && (
        <span>
          {t('authentication.selector')} <Mono>{detail.selector}</Mono>
        </span>
      )}
      {detail.aligned !== null && (
        <Badge tone={detail.aligned ? 'good' : 'warn'}>
          {detail.aligned ? t('authentication.aligned') : t('authentication.not-aligned')}
        </Badge>
      )}
      {detail.comment !== null && detail.comment !== '' && (
        <span className={classes.comment}>
          <bdi>{detail.comment}</bdi>
        </span>
      )}
    </div>
  )
}

function ClaimedBy({ claimed }: { readonly claimed: Claimed }) {
  const { t } = useTranslation('analysis')
  return (
    <div className={classes.claimed}>
      <h3>
        {t('authentication.claimed')} <Mono>{claimed.by}</Mono>
      </h3>
      <p>{t('authentication.claimed-why')}</p>
      <div className={classes.words}>
        {methods.map((method) => {
          const word = claimed[method]
          return word === null ? null : (
            <span key={method}>
              {method.toUpperCase()} <Word word={word} />
            </span>
          )
        })}
      </div>
    </div>
  )
}

function Word({ word }: { readonly word: string }) {
  const { t, i18n } = useTranslation('analysis')
  return <Badge tone={passTone(word)}>{i18n.exists(`analysis:result.${word}`) ? t(`result.${word}`) : word}</Badge>
}
