// A real SMTP server on loopback. The first line on stdin is the set-up; every later line is a command with an id,
// answered by an "ack" with that id. Events go to stdout, one JSON object a line. It ends when stdin does.
import { createInterface } from 'node:readline';
import { SMTPServer } from 'smtp-server';

const lines = createInterface({ input: process.stdin });
const say = (event) => process.stdout.write(JSON.stringify(event) + '\n');

let server;
let acceptDelay = 0;
let faults = [];
let lastMail = 0;
const unconfirmed = new Map();

/** Uses up one turn of the first fault for this stage, if there is one. */
function takeFault(stage, address) {
  const fault = faults.find(
    (f) => f.stage === stage && f.remaining > 0 && (!f.recipient || f.recipient === address?.toLowerCase()),
  );
  if (!fault) return null;
  fault.remaining -= 1;
  return fault;
}

function refusal(fault) {
  const error = new Error(fault.text);
  error.responseCode = fault.code;
  return error;
}

function hangUp(session) {
  for (const connection of server.connections) {
    if (connection.id === session.id) connection._socket.destroy();
  }
}

/** Answers with the fault that waits for this stage, or goes on. */
function answer(stage, session, address, callback) {
  const fault = takeFault(stage, address);
  if (!fault) return callback();
  say({ event: 'fault', stage, code: fault.code });
  if (fault.code === 0) return hangUp(session);
  callback(refusal(fault));
}

function start(setup) {
  const disabled = [];
  if (setup.security !== 'StartTls') disabled.push('STARTTLS');
  if (!setup.username) disabled.push('AUTH');

  server = new SMTPServer({
    name: 'smtp-sink.localhost',
    banner: 'mail sink of the tests',
    secure: setup.security === 'Tls',
    key: setup.key ?? undefined,
    cert: setup.certificate ?? undefined,
    disabledCommands: disabled,
    authOptional: !setup.username,
    allowInsecureAuth: setup.security === 'None',
    authMethods: ['PLAIN', 'LOGIN'],
    disableReverseLookup: true,
    closeTimeout: 100,

    onConnect: (session, callback) => answer('connect', session, null, callback),
    onAuth(auth, session, callback) {
      if (auth.username === setup.username && auth.password === setup.password) {
        return callback(null, { user: auth.username });
      }
      callback(refusal({ code: 535, text: 'Invalid username or password' }));
    },
    onMailFrom: (address, session, callback) => answer('mail', session, address.address, callback),
    onRcptTo: (address, session, callback) => answer('rcpt', session, address.address, callback),
    onData(stream, session, callback) {
      const parts = [];
      stream.on('data', (part) => parts.push(part));
      stream.on('end', () => {
        const deliver = () => {
          const recipients = session.envelope.rcptTo.map((r) => r.address);
          const fault = takeFault('data', recipients[0]);
          if (fault) {
            say({ event: 'fault', stage: 'data', code: fault.code });
            if (fault.code === 0) return hangUp(session);
            return callback(refusal(fault));
          }
          const id = ++lastMail;
          // Answered only when the test has the mail: whoever knows it was accepted may look for it at once.
          unconfirmed.set(id, () => confirm(recipients));
          say({
            event: 'mail',
            id,
            from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
            to: recipients,
            user: session.user || null,
            secure: session.secure,
            raw: Buffer.concat(parts).toString('base64'),
          });
        };
        const confirm = (recipients) => {
          // The mail is ours now; without the answer the client cannot know it and sends it again.
          const lost = takeFault('reply', recipients[0]);
          if (!lost) return callback(null, 'Accepted');
          say({ event: 'fault', stage: 'reply', code: lost.code });
          hangUp(session);
        };
        if (acceptDelay > 0) setTimeout(deliver, acceptDelay);
        else deliver();
      });
    },
  });

  // A client that hangs up or fails its handshake is ordinary here; unhandled it would end the process.
  server.on('error', (error) => {
    if (!server.server.listening) {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    }
  });
  server.listen(setup.port, '127.0.0.1', () => say({ event: 'listening', port: server.server.address().port }));
}

lines.on('line', (line) => {
  const message = JSON.parse(line);
  if (!server) return start(message);
  if (message.confirm) {
    unconfirmed.get(message.confirm)?.();
    unconfirmed.delete(message.confirm);
    return;
  }
  if (message.faults) faults = message.faults.map((f) => ({ ...f, remaining: f.count }));
  if (message.addFault) faults.push({ ...message.addFault, remaining: message.addFault.count });
  if (message.acceptDelay !== undefined) acceptDelay = message.acceptDelay;
  say({ event: 'ack', id: message.id });
});
lines.on('close', () => process.exit(0));
