/**
 * Every diagnostic code, with the sentence that the reference documentation shows for it.
 * A code is for ever: one that is no longer used is not given to something else.
 */
export const codes = {
  // 1xxx: definitions (apps, fleet, inventory)
  FW1001: 'A definition could not be loaded: it throws, does not parse, or exports no definition.',
  FW1002:
    'A definition used something that differs from run to run or reaches outside: clock, randomness, environment variables, network, file system, child processes.',
  FW1003: 'A definition did not end in time and was stopped.',
  FW1004: 'A definition used more memory than it may and was stopped.',
  FW1005: 'A definition holds something that is not data: a function, a class instance, NaN.',
  FW1010: 'A field that does not exist.',
  FW1011: 'A value of the wrong type or outside its range.',
  FW1012: 'A required field is missing, or was deleted by an override.',
  FW1013: 'A name that is not declared: a team, an environment, a stage, a hub, a label or one of its values.',
  FW1014: 'A fact that the fleet does not declare, or of another type than the place demands.',
  FW1015: 'A name that Kubernetes or the layout does not allow.',
  FW1016: 'An override names a process that the app does not have.',
  FW1017: 'A port name that the process does not declare, or none where several could be meant.',
  FW1018: 'Two ports of one pod with the same number.',
  FW1019: 'A cron schedule that cannot be.',
  FW1020: 'A fact was used as a string or a number while the definition was evaluated.',
  FW1021: 'More variants in one environment than are allowed.',
  FW1022: 'Two rules, labels or variants that cannot be told apart by name.',
  FW1023: 'Numbers that contradict each other, such as a minimum above its maximum.',
  FW1030: 'An image slot that images.yaml does not have.',
  FW1031: 'images.yaml, or another document that people or bots write, is not what it should be.',
  FW1032: 'An image without a digest where the environment demands or recommends one.',
  FW1040: 'The fleet has no clusters, or a stage of it has none.',
  FW1041: 'A cluster with missing, unknown or ill-typed facts or labels.',
  FW1042: 'Stages that form a cycle, or follow a stage that does not exist.',
  // 2xxx: rendering
  FW2001: 'An object has a field that its Kubernetes version does not know.',
  FW2002: 'An object has a value that its Kubernetes version does not accept.',
  FW2010: 'A patch whose target does not exist.',
  FW2011: 'A patch that changes nothing.',
  FW2012: 'A patch that touches what identifies its target.',
  FW2013: 'Two objects with the same kind, namespace and name.',
  FW2014: 'A kind that Fleetwright does not know.',
  FW2015: 'Text with facts that cannot be filled in exactly.',
  // 3xxx: stages, overlays, hubs
  FW3001: 'A file of a stage is not what a promotion would have written.',
  FW3002: 'A stage holds an app but knows no clusters, or lacks a variant, a fact or a label that the app needs.',
  FW3003: 'A format that this version does not understand.',
  FW3004: 'A cluster that two stages hold, that none holds any more, or that finds other releases where it moves to.',
  FW3005: 'One object owned by two apps on one cluster.',
  FW3007: 'A namespace that no platform app of the stage owns.',
  FW3008: 'A hub with another number of buckets, or a cluster on another hub, than a stage holds.',
  // 4xxx: promotion
  FW4001: 'An app, a stage, a cluster or a release that does not exist.',
  FW4002: 'Nothing to promote.',
  FW4003: 'A release that has not passed the stages before.',
  FW4004: 'Rendered files that the definitions do not reproduce, or that are not committed.',
  FW4005: 'The history of the work tree is not whole.',
  FW4006: 'An app that needs a fact, a label or a cluster that its stage does not know yet.',
  FW4007: 'Held, or frozen.',
  FW4008: 'A hold, a freeze or a pin that is not there, or is there already.',
  FW4009: 'A rollback or a pin across a barrier: its release needs a fact, a label or a value that has gone since.',
  FW4010: 'A step of a retirement whose turn has not come, or that must be confirmed by name.',
  FW4011: 'Two halves of releases that do not fit together.',
  // 5xxx: the work tree and its surroundings
  FW5001: 'A file could not be read or written.',
  FW5002: 'Not inside a Fleetwright work tree.',
  FW5003: 'A program that is needed is not there, or failed.',
  FW5005: 'An app is gone while a stage still runs it.',
  FW5006: 'A document that is too large, too deep, or not UTF-8.',
  FW5007: 'A stage is gone from the fleet while it still holds apps.',
  FW5008: 'Another run has the work tree.',
  FW5009:
    'A file that was edited by hand, or that Fleetwright did not write, stands where one is to be written or removed.',
  FW5010: 'More files would be removed than anything explains.',
  FW5011: 'Names that collide where upper and lower case are the same, or that some file systems cannot have.',
  FW5012: 'A change that a killed run left was finished, or its lock was removed.',
  FW5013: 'Something that Fleetwright stands on is missing or not as it should be.',
  FW5014: 'A place that is taken already: a name in use, or a folder with changes that are not committed.',
  FW5015: 'A command line that says too little, too much, or what cannot be.',
  FW5016: 'A symbolic link, a device or a folder where a plain file belongs, or one of them in the place of a folder.',
  FW9999: 'A mistake in Fleetwright itself.',
} as const satisfies Record<string, string>;

/** One of the codes above. */
export type DiagnosticCode = keyof typeof codes;
