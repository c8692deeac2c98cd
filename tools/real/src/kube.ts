import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';

/** An object of Kubernetes of any kind; what is in it beside its head is for the caller to know. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: any;
}

/** The head of an object, as an API server gives it. */
export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid: string }[];
}

/** A kind by its API version. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** One object by its name. `namespace` is left out for kinds that have none. */
export interface Ref extends Kind {
  readonly name: string;
  readonly namespace?: string;
}

/** How long an API server has to begin an answer, and then between its parts; its own limit for one request is a minute. In milliseconds. */
const patience = 90_000;

/** How to reach an API server. */
export interface Access {
  /** Like `https://127.0.0.1:6443`. */
  readonly server: string;
  /** The certificate that the server must show, PEM. */
  readonly ca: string;
  readonly token: string;
  /** Takes whatever certificate it shows. Default: no. */
  readonly anyCertificate?: boolean;
}

/** What an API server refused. */
export class KubeError extends Error {
  /** HTTP status. */
  readonly status: number;
  /** Kubernetes' word for it, like `NotFound`. */
  readonly reason: string;

  constructor(what: string, status: number, reason: string, message: string) {
    super(`${what}: ${status} ${reason}: ${message}`);
    this.status = status;
    this.reason = reason;
  }
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/**
 * A client of one API server: the few calls that a test needs, for objects of any kind. Paths are found by discovery, as
 * kubectl finds them (https://kubernetes.io/docs/reference/using-api/api-concepts/).
 */
export class Kube {
  readonly #access: Access;
  readonly #agent: Agent;
  readonly #resources = new Map<string, readonly Resource[]>();

  constructor(access: Access) {
    this.#access = access;
    const connect = access.anyCertificate ? { rejectUnauthorized: false } : { ca: access.ca };
    this.#agent = new Agent({ connect, headersTimeout: patience, bodyTimeout: patience });
  }

  /** The object, or `undefined` where there is none (nor its kind). */
  async get(ref: Ref): Promise<KubeObject | undefined> {
    return orUndefined(async () => this.request('GET', await this.#path(ref)));
  }

  /** All objects of a kind, of one namespace where one is given; none where the server does not know the kind. `labels` is a selector like `app=web`. */
  async list(kind: Kind & { readonly namespace?: string; readonly labels?: string }): Promise<readonly KubeObject[]> {
    const found = await orUndefined(async () => {
      const query = kind.labels ? `?labelSelector=${encodeURIComponent(kind.labels)}` : '';
      const list = await this.request('GET', (await this.#path(kind)) + query);
      const items: readonly KubeObject[] = list.items;
      return items;
    });
    return (found ?? []).map((item) => ({ ...item, apiVersion: kind.apiVersion, kind: kind.kind }));
  }

  /** Applies server-side, as a manager of its own by default, and takes over what others own. Returns what there is then. */
  async apply(
    object: KubeObject,
    options: { readonly manager?: string; readonly force?: boolean } = {},
  ): Promise<KubeObject> {
    const query = `?fieldManager=${options.manager ?? 'harness'}&force=${options.force ?? true}`;
    const path = await this.#path({ ...refOf(object), name: object.metadata.name });
    return this.request('PATCH', path + query, object, 'application/apply-patch+yaml');
  }

  /** Changes an object: `patch` is a JSON merge patch, or a JSON patch where it is a list. `status` changes the subresource. */
  async patch(ref: Ref, patch: object, subresource?: 'status' | 'scale'): Promise<KubeObject> {
    const path = (await this.#path(ref)) + (subresource ? `/${subresource}` : '');
    const type = Array.isArray(patch) ? 'application/json-patch+json' : 'application/merge-patch+json';
    return this.request('PATCH', path, patch, type);
  }

  /** Deletes an object, if there is one, and does not wait until it is gone. */
  async delete(ref: Ref, propagationPolicy: 'Background' | 'Foreground' | 'Orphan' = 'Background'): Promise<void> {
    await orUndefined(async () => this.request('DELETE', await this.#path(ref), { propagationPolicy }));
  }

  /**
   * Asks for an object until `holds` is true of it, and gives what it was then.
   * @param what what is waited for, in the words of the message when it does not come: `web is Healthy`
   * @param timeout in milliseconds
   * @throws Error with the object as last seen
   */
  async until(
    ref: Ref,
    what: string,
    holds: (object: KubeObject | undefined) => boolean,
    timeout = 60_000,
  ): Promise<KubeObject | undefined> {
    let seen: KubeObject | undefined;
    await until(
      what,
      async () => holds((seen = await this.get(ref))),
      timeout,
      () => JSON.stringify(seen, undefined, 1),
    );
    return seen;
  }

  /**
   * One exchange of JSON. `path` starts with a slash. What the answer is, is for the caller to know; a text where it is no JSON object.
   * @throws KubeError where the answer is not a success, TypeError or SocketError where there is none
   */
  async request(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    type = 'application/json',
  ): Promise<any> {
    const { statusCode, body: answer } = await request(this.#access.server + path, {
      method,
      dispatcher: this.#agent,
      headers: {
        authorization: `Bearer ${this.#access.token}`,
        accept: 'application/json',
        ...(body ? { 'content-type': type } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (statusCode < 300) return text.startsWith('{') ? JSON.parse(text) : text;
    const status = text.startsWith('{') ? JSON.parse(text) : {};
    throw new KubeError(`${method} ${path}`, statusCode, status.reason ?? 'Unknown', status.message ?? text);
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.#agent.close();
  }

  async #path(of: Kind & { readonly name?: string; readonly namespace?: string }): Promise<string> {
    const base = of.apiVersion.includes('/') ? `/apis/${of.apiVersion}` : `/api/${of.apiVersion}`;
    const resource = await this.#resource(base, of.kind);
    const scope = resource.namespaced && of.namespace ? `/namespaces/${of.namespace}` : '';
    return `${base}${scope}/${resource.name}${of.name ? `/${of.name}` : ''}`;
  }

  async #resource(base: string, kind: string): Promise<Resource> {
    const known = this.#resources.get(base)?.find((resource) => resource.kind === kind);
    if (known) return known;
    // Not remembered where it is missing: a CRD may still come.
    const answer = await this.request('GET', base);
    const resources: readonly Resource[] = answer.resources;
    const main = resources.filter((resource) => !resource.name.includes('/'));
    this.#resources.set(base, main);
    const found = main.find((resource) => resource.kind === kind);
    if (!found) throw new KubeError(`kind ${kind}`, 404, 'NotFound', `the server does not know it below ${base}`);
    return found;
  }
}

/** The name of an object, to ask for it. */
export function refOf({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): Ref {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/**
 * Asks until the answer is true; the way that every wait of the harness works. An answer that throws counts as not yet, but the last error is told.
 * @param timeout in milliseconds
 * @param seen what was seen last, for the message
 * @throws Error `timed out after … s: <what>`
 */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeout = 60_000,
  seen: () => string = () => '',
): Promise<void> {
  const end = performance.now() + timeout;
  let failure: unknown;
  for (;;) {
    try {
      failure = undefined;
      if (await holds()) return;
    } catch (error) {
      failure = error;
    }
    if (performance.now() > end) break;
    await wait(200);
  }
  const last = failure instanceof Error ? failure.message : seen();
  throw new Error(`timed out after ${Math.round(timeout / 1000)} s: ${what}${last ? `\nlast seen: ${last}` : ''}`, {
    cause: failure,
  });
}

async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof KubeError && error.status === 404) return undefined;
    throw error;
  }
}
