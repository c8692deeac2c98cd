import { main } from '../src/node/main.ts';

process.exitCode = main(process.argv.slice(2));
