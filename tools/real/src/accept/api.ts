import { Agent, request } from 'undici';
import { z } from 'zod';
import type { ClusterState } from '../fleet/state.ts';
import { until } from '../kube.ts';
import type { Candidate } from './objects.ts';

/** What a server says of an object. */
export interface Answer {
  readonly accepted: boolean;
  /** Why it is refused, in the server's words; empty when it is accepted. */
  readonly message: string;
  /** Such as that the version is deprecated. */
  readonly warnings: readonly string[];
}

/** How a server names a kind in paths. */
export interface Resource {
  /** `/apis/apps/v1` */
  readonly base: string;
  /** `deployments` */
  readonly name: string;
  readonly namespaced: boolean;
}

// Of the server's documents, the fields that are read.
const versionInfo = z.object({ gitVersion: z.string() });
const resourceList = z.object({
  resources: z.array(z.object({ name: z.string(), kind: z.string(), namespaced: z.boolean() })),
});
const status = z.object({ reason: z.string().optional(), message: z.string().optional() });

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly warnings: readonly string[];
}

/** As this program writes: the server keeps it with every field. */
const manager = 'fleetwright-accept';

/** An API server, as far as objects are tried on it: requests in YAML, and answers with their warnings, which `Kube` does not give. */
export class Api {
  readonly #server: ClusterState;
  readonly #agent: Agent;

  constructor(server: ClusterState) {
    this.#server = server;
    this.#agent = new Agent({ connect: { ca: server.ca } });
  }

  /** Like `v1.36.3`. */
  async version(): Promise<string> {
    const { text } = await this.#exchange('GET', '/version');
    return versionInfo.parse(JSON.parse(text)).gitVersion;
  }

  /** Asked of the server each time, since definitions come while it runs; `undefined` for a kind or a version that it does not serve. */
  async resource(apiVersion: string, kind: string): Promise<Resource | undefined> {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const { status, text } = await this.#exchange('GET', base);
    if (status !== 200) return undefined;
    const { resources } = resourceList.parse(JSON.parse(text));
    const found = resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
    return found && { base, name: found.name, namespaced: found.namespaced };
  }

  /** Brings a CustomResourceDefinition. @throws Error with what the server has against it */
  async define({ name, yaml }: { readonly name: string; readonly yaml: string }): Promise<void> {
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}?fieldManager=${manager}&force=true`;
    const { status, text } = await this.#exchange('PATCH', path, yaml);
    if (status >= 300) throw new Error(`the server refuses the definition ${name}: ${said(text)}`);
  }

  /** Waits until a kind that was just defined is served; `undefined` when it does not come: the definition has not that version. */
  async served(apiVersion: string, kind: string): Promise<Resource | undefined> {
    let found: Resource | undefined;
    const looked = until(
      `${apiVersion} ${kind} is served`,
      async () => (found = await this.resource(apiVersion, kind)) !== undefined,
      30_000,
    );
    await looked.catch(() => undefined);
    return found;
  }

  /** Makes a namespace, if there is none of that name. @throws Error with what the server has against it */
  async makeNamespace(name: string): Promise<void> {
    const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const { status, text } = await this.#exchange('POST', '/api/v1/namespaces', body);
    if (status >= 300 && status !== 409) throw new Error(`the server refuses the namespace ${name}: ${said(text)}`);
  }

  /**
   * Tries an object as Argo CD would apply it: a server-side apply, of which nothing stays, with every field that the kind does not
   * have refused (https://kubernetes.io/docs/reference/using-api/api-concepts/#setting-the-field-validation-level).
   */
  async tryOut({ namespace, name, yaml }: Candidate, resource: Resource): Promise<Answer> {
    if (resource.namespaced && namespace === '') {
      return { accepted: false, message: 'the object says no namespace', warnings: [] };
    }
    const scope = resource.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : '';
    const path = `${resource.base}${scope}/${resource.name}/${encodeURIComponent(name)}`;
    const query = `dryRun=All&fieldValidation=Strict&fieldManager=${manager}&force=true`;
    const { status, text, warnings } = await this.#exchange('PATCH', `${path}?${query}`, yaml);
    const accepted = status < 300;
    return { accepted, message: accepted ? '' : `${status} ${said(text)}`, warnings };
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #exchange(method: 'GET' | 'POST' | 'PATCH', path: string, body?: string): Promise<Reply> {
    const type = method === 'PATCH' ? 'application/apply-patch+yaml' : 'application/json';
    const answer = await request(this.#server.server + path, {
      method,
      dispatcher: this.#agent,
      headers: {
        authorization: `Bearer ${this.#server.token}`,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': type }),
      },
      ...(body !== undefined && { body }),
    });
    return {
      status: answer.statusCode,
      text: await answer.body.text(),
      warnings: warningsIn(answer.headers['warning']),
    };
  }
}

/** The texts of a header `Warning`, in the one form that API servers send: `299 - "text"` (RFC 7234, 5.5). */
export function warningsIn(header: string | readonly string[] | undefined): readonly string[] {
  const texts = header === undefined ? [] : typeof header === 'string' ? [header] : header;
  const found = texts.flatMap((text) => [...text.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)]);
  return found.map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));
}

function said(text: string): string {
  if (!text.startsWith('{')) return text.trim();
  const { reason, message } = status.parse(JSON.parse(text));
  return [reason, message].filter((part) => part !== undefined).join(': ');
}
