export const help = `Builds kustomizations as kustomize 5.8.1 does, without it.

Usage:
  kustomize-ts <command>

Commands:
  build DIR          print what the kustomization of a folder builds
  completion SHELL   print a completion script for bash, zsh or fish
  version            print the version
  help [COMMAND]     print this

Flags before the command: --help, --version, --stack-trace (without effect).

Examples:
  kustomize-ts build overlays/prod | kubectl apply -f -
  kustomize-ts build --help
`;

export const buildHelp = `Prints what the kustomization of a folder builds.

Usage:
  kustomize-ts build [DIR] [flags]

DIR is a folder with a kustomization.yaml; the current one when it is left
out. Remote bases, container and exec functions are refused.

Flags:
  -o, --output PATH         write there; into a folder: a file for each object
      --json                print one JSON document: objects, diagnostics,
                            misses
      --strict              refuse patches, replacements and images that find
                            nothing to change
      --load-restrictor R   LoadRestrictionsRootOnly (default): files outside
                            the folder of their kustomization are refused;
                            LoadRestrictionsNone: they are read
      --enable-alpha-plugins
                            built-in generators and transformers as files
      --enable-helm         inflate Helm charts with the program helm
      --helm-command PATH   the program (default: helm)
      --helm-api-versions V, --helm-kube-version V, --helm-debug
                            passed on to helm
      --reorder O           legacy (default) or none; deprecated: sortOptions
                            in the kustomization says it
      --enable-managedby-label
                            deprecated: buildMetadata says it
  -h, --help                print this

Taken and without effect, as functions are refused: --as-current-user,
--enable-exec, -e/--env, --mount, --network, --network-name, --stack-trace.

Exit code: 0, or 1 when it could not be built.

Examples:
  kustomize-ts build
  kustomize-ts build overlays/prod -o prod.yaml
  kustomize-ts build overlays/prod --json | jq '.objects[].kind'
`;
