import { $, type ProcessPromise } from 'zx';

// Every static check but the type check, all of them even when one fails; ends with 1 when any did.

interface Check {
  readonly name: string;
  /** What to do about a failure. */
  readonly hint: string;
  run(): ProcessPromise;
}

const tool = $({ nothrow: true, stdio: 'inherit', preferLocal: true });

const checks: readonly Check[] = [
  {
    name: 'references between projects (nx sync:check)',
    hint: 'npx nx sync',
    // It makes the project graph too, which the rule on module boundaries reads: without one it would check nothing.
    run: () => tool`nx sync:check`,
  },
  { name: 'format and order of imports (biome)', hint: 'npm run format', run: () => tool`biome check` },
  { name: 'code (oxlint)', hint: 'mend it: no rule is switched off in place', run: () => tool`oxlint --deny-warnings` },
  {
    name: 'unused files, exports and dependencies (knip)',
    hint: 'delete what nothing uses, or stop exporting it',
    run: () => tool`knip --treat-config-hints-as-errors`,
  },
];

const failed: Check[] = [];
for (const check of checks) {
  console.error(`\n# ${check.name}`);
  const { exitCode } = await check.run();
  if (exitCode !== 0) {
    failed.push(check);
  }
}
for (const { name, hint } of failed) {
  console.error(`failed: ${name}\n  hint: ${hint}`);
}
process.exitCode = failed.length > 0 ? 1 : 0;
