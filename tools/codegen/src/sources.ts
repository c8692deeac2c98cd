import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sources } from './model.ts';
import type { OpenApi } from './openapi.ts';

/** The versions of Kubernetes that the fleet may name, oldest first. */
const versions = ['1.34', '1.35', '1.36'];

/** Where the OpenAPI documents are: below FLEETWRIGHT_SHARED, `../shared` by default (from the root of the project). */
export function sharedFolder(): string {
  return process.env['FLEETWRIGHT_SHARED'] ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
}

/** Whether the sources are here; a clone has none, and needs none unless it generates. */
export function hasSources(): boolean {
  return existsSync(openApiFile(versions[0] ?? ''));
}

export function readSources(): Sources {
  const openApi = new Map<string, OpenApi>();
  for (const version of versions) {
    const document: unknown = JSON.parse(readFileSync(openApiFile(version), 'utf8'));
    if (!isOpenApi(document)) throw new Error(`${openApiFile(version)} has no resources and schemas`);
    openApi.set(version, document);
  }
  return { openApi, loadModule };
}

function openApiFile(version: string): string {
  return join(sharedFolder(), 'openapi', `kubernetes-${version}.json`);
}

/** `_schemas` is exported only file by file, so a package is found by its root module. */
function loadModule(packageName: string, module: string): string {
  const root = dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`));
  return readFileSync(join(root, '_schemas', `${module}.js`), 'utf8');
}

/** The rest is looked at while it is read: readOpenApi throws on what it does not know. */
function isOpenApi(document: unknown): document is OpenApi {
  return typeof document === 'object' && document !== null && 'resources' in document && 'schemas' in document;
}
