// Starts and ends a learner's app within a container that stays: a whole program, for images with Node.
// What it is asked, and what it answers, is in agent.py.
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const os = require('node:os');
const path = require('node:path');

const ROOTS = ['/app', '/data'];
let app = null; // { child, code, over }

async function answer(question) {
  if (question.do === 'start') {
    await end(0);
    await start(question);
  } else if (question.do === 'end') {
    await end(question.seconds);
  } else if (question.do === 'mark') {
    for (const stream of [1, 2]) fs.writeSync(stream, `${question.text}\n`);
  } else if (question.do === 'renew') {
    await end(0);
    for (const root of ROOTS) {
      for (const name of fs.readdirSync(root)) fs.rmSync(path.join(root, name), { recursive: true, force: true });
    }
    for (const entry of question.files) lay(...entry);
  }
  return { code: app ? app.code : null, time: Date.now() / 1000, tasks: question.do === 'state' ? tasks() : 0 };
}

function start({ command, cwd, env }) {
  const child = spawn(command[0], command.slice(1), { cwd, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const made = { child, code: null };
  made.over = new Promise((resolve) => {
    child.on('exit', (code, name) => {
      made.code = name ? 128 + os.constants.signals[name] : code;
      resolve();
    });
  });
  app = made;
  return new Promise((resolve, reject) => {
    child.on('spawn', resolve);
    child.on('error', (error) => {
      app = null;
      reject(error);
    });
  });
}

async function end(seconds) {
  if (!app) return;
  if (seconds && app.code === null) {
    process.kill(app.child.pid, 'SIGTERM');
    await Promise.race([app.over, new Promise((resolve) => setTimeout(resolve, seconds * 1000))]);
  }
  const keep = [1, process.pid, process.ppid];
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number)) {
    try {
      if (!keep.includes(pid)) process.kill(pid, 'SIGKILL');
    } catch {
      // it has just ended by itself
    }
  }
  await app.over;
}

function tasks() {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => sum + (fs.existsSync(`/proc/${pid}/task`) ? fs.readdirSync(`/proc/${pid}/task`).length : 0), 0);
}

function lay(name, content, mode, target) {
  const place = path.join(ROOTS[0], name);
  if (target) {
    fs.symlinkSync(target, place);
  } else if (content === null) {
    fs.mkdirSync(place, { recursive: true });
  } else {
    fs.writeFileSync(place, Buffer.from(content, 'base64'));
    fs.chmodSync(place, mode);
  }
}

// One question at a time: an app that is being ended is not started beside that.
let turn = Promise.resolve();

net
  .createServer((connection) => {
    const pieces = [];
    connection.on('error', () => connection.destroy());
    connection.on('data', (piece) => {
      pieces.push(piece);
      if (piece[piece.length - 1] !== 10) return;
      const line = Buffer.concat(pieces).toString();
      turn = turn
        .then(() => answer(JSON.parse(line)))
        .catch((error) => ({ error: String(error) }))
        .then((said) => connection.end(`${JSON.stringify(said)}\n`));
    });
  })
  .listen(Number(process.argv[1]), '127.0.0.1');
