import { defineApp, fact, patch, raw, text } from '../fleet.ts';

export const b1 = defineApp({ name: 'x', team: 'shpo', processes: {} });
export const b2 = defineApp({ name: 'x', team: 'shop', processes: { web: { type: 'web', imgae: 'x' } } });
export const b3 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x', scale: { type: 'hpa', min: 1, replicas: 3, max: 2 } } },
});
export const b4 = defineApp({ name: 'x', team: 'shop', processes: {}, environments: { prd: {} } });
export const b5 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { scale: { mx: 3 } } } } },
});
export const b6 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { scael: { max: 3 } } } } },
});
export const b7 = defineApp({
  name: 'x',
  team: 'shop',
  processes: {},
  rules: [{ name: 'l', when: { size: 'lrge' }, set: {} }],
});
export const b8 = defineApp({ name: 'x', team: 'shop', processes: {}, config: { D: fact.domian } });
export const b9 = defineApp({ name: 'x', team: 'shop', processes: {}, config: { D: `web.${fact.domain}` } });
export const b10 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x', scale: { type: 'fixed', replicas: fact.domain } } },
});
export const b11 = patch('Deployment', 'x', { why: 'w', merge: { spec: { replica: 3 } } });
export const b12 = patch('Deploymnt', 'x', { why: 'w', merge: { spec: { replica: 3 } } });
export const b13 = raw('PersistentVolumeClaim', 's', { why: 'w', object: { spec: { accessMode: [] } } });
export const b14 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { image: null } } } },
});
export const b15 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { scale: { type: 'hpa', max: 3 } } } } },
});
export const b16 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { strategy: { type: 'rolling', surge: '25' } } } } },
});
export const b17 = text`a${'b'}`;
export const b18 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { type: 'cron', host: 'a' } } } },
});
export const b19 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { wbe: { image: 'y' } } } },
});
export const b20 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { scale: { mx: 1 } } } } },
});
export const b21 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { scael: { max: 1 } } } } },
});
export const b22 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { scale: { max: '3' } } } } },
});
export const b23 = defineApp({ name: 'x', team: 'shop', proceses: { web: { type: 'web', image: 'x' } } });
export const b24 = defineApp({ name: 'x', team: 'shop', processes: { web: { image: 'x' } } });
export const b30 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  rules: [{ name: 'r', when: { sise: 'large' }, set: {} }],
});
export const b31 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { readiness: { type: 'http', pth: '/ready' } } } } },
});
export const b32 = defineApp({
  name: 'x',
  team: 'shop',
  processes: { web: { type: 'web', image: 'x' } },
  environments: { prod: { processes: { web: { scale: { min: 3, replicas: 3, cpu: 3 } } } } },
});
const common = { imgae: 'x' };
export const b33 = defineApp({ name: 'x', team: 'shop', processes: { web: { type: 'web', image: 'x', ...common } } });
