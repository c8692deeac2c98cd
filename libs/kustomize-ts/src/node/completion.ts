import { flagNames } from './flags.ts';
import { UsageError } from './words.ts';

const commands = 'build completion version help';
const restrictors = 'LoadRestrictionsRootOnly LoadRestrictionsNone';
const globalFlags = '--help --stack-trace --version';
const flags = flagNames.join(' ');

/** What fish offers behind a flag. */
const valuesOf: Readonly<Record<string, string>> = {
  '--load-restrictor': ` -x -a '${restrictors}'`,
  '--reorder': " -x -a 'legacy none'",
  '--output': ' -s o -r -F',
  '--helm-command': ' -r -F',
};

const scripts: Readonly<Record<string, string>> = {
  bash: `# kustomize-ts completion bash > /etc/bash_completion.d/kustomize-ts
_kustomize_ts() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} index command= IFS=$'\\n'
  COMPREPLY=()
  # Bash takes --flag=value apart.
  if [ "$word" = = ]; then word=
  elif [ "$before" = = ]; then before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((index = 1; index < COMP_CWORD; index++)); do
    case \${COMP_WORDS[index]} in -*) ;; *) command=\${COMP_WORDS[index]}; break ;; esac
  done
  _kustomize_ts_words() { local IFS=' '; set -- "$word" $1; local IFS=$'\\n'; COMPREPLY=($(compgen -W "\${*:2}" -- "$1")); }
  _kustomize_ts_files() { compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen "$1" -- "$word")); }
  case $command in
    '') case $word in
        -*) _kustomize_ts_words '${globalFlags}' ;;
        *) _kustomize_ts_words '${commands}' ;;
      esac
      return ;;
    completion) [ "$before" = completion ] && _kustomize_ts_words 'bash zsh fish'; return ;;
    help) [ "$before" = help ] && _kustomize_ts_words '${commands}'; return ;;
    build) ;;
    *) return ;;
  esac
  case $before in
    --load-restrictor) _kustomize_ts_words '${restrictors}'; return ;;
    --reorder) _kustomize_ts_words 'legacy none'; return ;;
    -o|--output|--helm-command) _kustomize_ts_files -f; return ;;
  esac
  case $word in
    -*) _kustomize_ts_words '${flags}' ;;
    *) _kustomize_ts_files -d ;;
  esac
}
complete -F _kustomize_ts kustomize-ts
`,
  zsh: `#compdef kustomize-ts
# kustomize-ts completion zsh > "\${fpath[1]}/_kustomize-ts"
_kustomize_ts() {
  local word command=
  for word in $words[2,CURRENT-1]; do
    if [[ $word != -* ]]; then command=$word; break; fi
  done
  case $command in
    '') if [[ $words[CURRENT] == -* ]]; then compadd -- ${globalFlags}; else compadd ${commands}; fi; return ;;
    completion) [[ $words[CURRENT-1] == completion ]] && compadd bash zsh fish; return ;;
    help) [[ $words[CURRENT-1] == help ]] && compadd ${commands}; return ;;
    build) ;;
    *) return ;;
  esac
  case $words[CURRENT-1] in
    --load-restrictor) compadd ${restrictors}; return ;;
    --reorder) compadd legacy none; return ;;
    -o|--output|--helm-command) _files; return ;;
  esac
  if compset -P '--load-restrictor='; then compadd ${restrictors}
  elif compset -P '--reorder='; then compadd legacy none
  elif [[ $words[CURRENT] == -* ]]; then compadd -- ${flags}; else _files -/; fi
}
compdef _kustomize_ts kustomize-ts
`,
  fish: `# kustomize-ts completion fish > ~/.config/fish/completions/kustomize-ts.fish
complete -c kustomize-ts -f
complete -c kustomize-ts -n __fish_use_subcommand -a '${commands}'
complete -c kustomize-ts -n '__fish_seen_subcommand_from completion' -a 'bash zsh fish'
complete -c kustomize-ts -n '__fish_seen_subcommand_from build' -a '(__fish_complete_directories)'
${flagNames.map((name) => `complete -c kustomize-ts -n '__fish_seen_subcommand_from build' -l ${name.slice(2)}${valuesOf[name] ?? ''}`).join('\n')}
`,
};

/** The script that teaches a shell the words of the command; throws a {@link UsageError} for other shells. */
export function completion(shell: string | undefined): string {
  const script = shell === undefined ? undefined : scripts[shell];
  if (script === undefined) throw new UsageError('name a shell: kustomize-ts completion bash, zsh or fish');
  return script;
}
