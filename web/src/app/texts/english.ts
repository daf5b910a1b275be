import problems from '../catalogue/en/problems.json'
import shell from '../catalogue/en/shell.json'
import ui from '../catalogue/en/ui.json'

export const atOnce = { problems, shell, ui }
export const later = import.meta.glob<{ readonly default: object }>(['../catalogue/en/*.json', '!../catalogue/en/{problems,shell,ui}.json'])
