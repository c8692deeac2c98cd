import { describe, expect, it } from 'vitest';
import { differences } from '../src/compare.ts';
import { factsOf } from '../src/facts.ts';
import { parseObjects } from '../src/objects.ts';

/** As a manifest would say it by hand: numbers, values in place, defaults left out. */
const plain = `
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      initContainers: [{ name: wait, image: 'busybox:1', command: [sh] }]
      containers:
        - name: server
          image: web:v1
          ports: [{ containerPort: 8080 }]
          env: [{ name: PORT, value: '8080' }, { name: MODE, value: fast }]
          readinessProbe: { initialDelaySeconds: 5, httpGet: { path: /ready, port: 8080 } }
          resources: { requests: { cpu: 100m } }
---
kind: Service
metadata: { name: web }
spec: { ports: [{ name: http, port: 80, targetPort: 8080 }] }
`;

/** The same, said in other words. */
const rendered = `
kind: StatefulSet
metadata: { name: web }
spec:
  template:
    spec:
      initContainers: [{ name: wait, image: 'busybox:1', command: [sh] }]
      containers:
        - name: web
          image: web:v1
          ports: [{ name: http, containerPort: 8080, protocol: TCP }]
          env: [{ name: MODE, value: fast }]
          envFrom: [{ configMapRef: { name: web-config-5tk } }]
          readinessProbe: { httpGet: { path: /ready, port: http, scheme: HTTP }, initialDelaySeconds: 5, periodSeconds: 10 }
          resources: { requests: { cpu: 100m } }
---
kind: ConfigMap
metadata: { name: web-config-5tk }
data: { PORT: '8080', MODE: slow }
---
kind: Service
metadata: { name: web }
spec: { ports: [{ name: http, port: 80, targetPort: http, protocol: TCP }] }
`;

function compare(upstream: string, ours: string): string[] {
  const found = differences(factsOf(parseObjects(upstream)), factsOf(parseObjects(ours)));
  return found.map((difference) => `${difference.at}: ${difference.upstream} | ${difference.ours}`);
}

describe('the comparison with upstream', () => {
  it('does not care in which words a thing is said', () => {
    expect(compare(plain, rendered)).toEqual([]);
  });

  it.each([
    ['image: web:v1', 'image: web:v2', 'web/container/image: web:v1 | web:v2'],
    ['command: [sh]', 'command: [ash]', 'web/init wait/command: ["sh"] | ["ash"]'],
    ['value: fast', 'value: faster', 'web/container/env/MODE: fast | faster'],
    ["PORT: '8080'", "PORT: '80'", 'web/container/env/PORT: 8080 | 80'],
    ['cpu: 100m', 'cpu: 10m', 'web/container/requests/cpu: 100m | 10m'],
    ['port: 80,', 'port: 81,', 'service web/http: 80 → 8080/TCP | 81 → 8080/TCP'],
    ['image: web:v1', 'image: web:v1\n          args: [x]', 'web/container/args: undefined | ["x"]'],
  ])('sees %s become %s', (before, after, difference) => {
    expect(compare(plain, rendered.replace(before, after))).toEqual([difference]);
  });

  it.each(['path: /ready', 'initialDelaySeconds: 5', 'scheme: HTTP', 'periodSeconds: 10'])(
    'sees another %s of a probe',
    (field) => {
      const found = compare(plain, rendered.replace(field, `${field}9`));
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(/^web\/container\/readinessProbe: /);
    },
  );

  it('sees what is missing and what is too much', () => {
    const other = plain.replaceAll('name: web }', 'name: shop }');
    expect(compare(plain, '')).toHaveLength(9);
    expect(compare(plain, other)).toHaveLength(18);
  });

  it('does not pass over what it cannot resolve', () => {
    expect(() => compare(plain, rendered.replace('web-config-5tk } }]', 'gone } }]'))).toThrow(
      'there is no ConfigMap gone',
    );
    expect(() => compare(plain, rendered.replace('targetPort: http', 'targetPort: htpp'))).toThrow(
      'there is no port htpp',
    );
  });
});
