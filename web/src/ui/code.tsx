import { ActionIcon, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type CSSProperties, Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './code.module.css'
import { defang } from './defang.ts'

/** Text of machines (addresses, names, numbers): monospaced and always left to right. */
export function Mono({ children }: { readonly children: ReactNode }) {
  return <bdi className={classes.mono}>{typeof children === 'string' ? breakable(children) : children}</bdi>
}

/** An address that is too long for its line breaks where its parts do, sooner than in the middle of a name. */
function breakable(text: string): ReactNode {
  return text.split(text.includes('@') ? /(?=@)/u : /(?=[/+])|(?<=[^.]{4})(?=\.)/u).map((part, index) =>
    index === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text, in their order
      <Fragment key={index}>
        <wbr />
        {part}
      </Fragment>
    ),
  )
}

/** A button that puts `text` on the clipboard and says so. */
export function Copy({ text, what }: { readonly text: string; readonly what?: string }) {
  const { t } = useTranslation('ui')
  return (
    <CopyButton value={text} timeout={1_600}>
      {({ copied, copy }) => {
        const label = copied ? t('copy.done') : what === undefined ? t('copy.do') : t('copy.of', { what })
        return (
          <Tooltip label={label}>
            <ActionIcon className="t-no-print" size="sm" aria-label={label} onClick={copy} color={copied ? 'petrol' : 'gray'}>
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          </Tooltip>
        )
      }}
    </CopyButton>
  )
}

/** Monospaced text with a copy button. `shown` may be shorter than what is copied. */
export function Copyable({ text, shown, what }: { readonly text: string; readonly shown?: string; readonly what?: string }) {
  return (
    <span className={classes.copyable}>
      <Mono>{shown ?? text}</Mono>
      <Copy text={text} {...(what === undefined ? {} : { what })} />
    </span>
  )
}

/** A hash: its first and last characters, the whole of it in the title, for printing and for copying. */
export function Hash({ value, length = 8 }: { readonly value: string; readonly length?: number }) {
  const short = value.length <= length * 2 + 1 ? value : `${value.slice(0, length)}…${value.slice(-length)}`
  return (
    <span className={classes.copyable} title={value}>
      <bdi className={`${classes.mono} ${classes.short}`}>{short}</bdi>
      <bdi className={`${classes.mono} ${classes.whole}`}>{value}</bdi>
      <Copy text={value} />
    </span>
  )
}

/** An address that must not be followed: shown so that it can't be, copied the same way. */
export function Defanged({ text }: { readonly text: string }) {
  return <Copyable text={defang(text)} />
}

/** A block of text of machines, with a copy button. `height` (CSS) makes it scroll. */
export function CodeBlock({ text, height }: { readonly text: string; readonly height?: string }) {
  const { t } = useTranslation('ui')
  return (
    <div dir="ltr" style={{ position: 'relative' }}>
      {/* biome-ignore lint/a11y/useSemanticElements: no form, and no landmark of its own, of which a page may have several */}
      <div
        role="group"
        className={classes.block}
        aria-label={t('code.block')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        style={{ '--block-height': height ?? 'none' } as CSSProperties}
      >
        <pre>{text}</pre>
      </div>
      <span className={classes.corner}>
        <Copy text={text} />
      </span>
    </div>
  )
}
